// SPDX-License-Identifier: Apache-2.0
#ifndef SPATE_TESTS_SUPPORT_THREAD_SANITIZER_HPP
#define SPATE_TESTS_SUPPORT_THREAD_SANITIZER_HPP

// Whether ThreadSanitizer watches. It ends a child that starts threads where its parent had some at the fork.

#if defined(__SANITIZE_THREAD__)
#define SPATE_TEST_UNDER_TSAN true
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define SPATE_TEST_UNDER_TSAN true
#endif
#endif
#if !defined(SPATE_TEST_UNDER_TSAN)
#define SPATE_TEST_UNDER_TSAN false
#endif

#endif  // SPATE_TESTS_SUPPORT_THREAD_SANITIZER_HPP
