// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_HTTP_HPP
#define SPATE_HTTP_HPP

/// Kinesis and Elasticsearch. What sends, <spate/http/http_client.hpp> and the sinks beside it, needs libcurl and is included by its own name.

#include <spate/http/aws_credentials.hpp>
#include <spate/http/base64.hpp>
#include <spate/http/bulk_body.hpp>
#include <spate/http/elasticsearch_options.hpp>
#include <spate/http/http_error.hpp>
#include <spate/http/http_request.hpp>
#include <spate/http/kinesis_body.hpp>
#include <spate/http/kinesis_options.hpp>
#include <spate/http/parallel_requests.hpp>
#include <spate/http/retry_after.hpp>

#endif  // SPATE_HTTP_HPP
