// SPDX-License-Identifier: Apache-2.0

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

#include <spate/http/aws_credentials.hpp>

namespace {

// An environment without any AWS, in a folder of its own.
class place {
public:
    place() : folder_{std::filesystem::temp_directory_path() / ("spate-aws-" + std::to_string(::getpid()))} {
        std::filesystem::create_directories(folder_ / ".aws");
        for (const char* const name : {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SHARED_CREDENTIALS_FILE", "AWS_PROFILE",
                                       "AWS_REGION", "AWS_DEFAULT_REGION"})
            ::unsetenv(name);
        set("HOME", folder_.string());
    }
    place(const place&) = delete;
    place& operator=(const place&) = delete;
    ~place() { std::filesystem::remove_all(folder_); }

    static void set(const char* name, const std::string& value) { REQUIRE(::setenv(name, value.c_str(), 1) == 0); }
    [[nodiscard]] std::string path(std::string_view name) const { return (folder_ / name).string(); }
    void write(std::string_view name, std::string_view text) const {
        std::ofstream file{path(name)};
        file << text;
        REQUIRE(file.good());
    }

private:
    std::filesystem::path folder_;
};

std::string refusal(const spate::aws_credentials& given = {}) {
    try {
        (void)spate::find_aws_credentials(given);
    } catch (const spate::config_error& error) {
        return error.what();
    }
    return "found";
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("aws_credentials: the configuration, then the environment, then the profile file") {
    const place here;
    const std::string none = refusal();
    for (const std::string& part : {std::string{"configuration"}, std::string{"AWS_ACCESS_KEY_ID"}, here.path(".aws/credentials") + " cannot be read"})
        CHECK(has(none, part));

    here.write(".aws/credentials",
               "# mine\n[default]\naws_access_key_id = FILE\naws_secret_access_key=f1 \n\n[ other "
               "]\naws_access_key_id=OTHER\r\naws_secret_access_key=o1=\r\naws_session_token=t1\n"
               "[half]\naws_access_key_id=HALF\n[empty]\nregion=x\n");
    const spate::aws_credentials file = spate::find_aws_credentials();
    CHECK(file.access_key_id == "FILE");
    CHECK(file.secret_access_key.reveal() == "f1");
    CHECK(file.session_token.empty());
    here.set("AWS_PROFILE", "other");
    CHECK(spate::find_aws_credentials().access_key_id == "OTHER");
    CHECK(spate::find_aws_credentials().secret_access_key.reveal() == "o1=");
    CHECK(spate::find_aws_credentials().session_token.reveal() == "t1");
    here.set("AWS_PROFILE", "half");
    CHECK(has(refusal(), "the profile half in " + here.path(".aws/credentials") + " has an access key id and no secret access key"));
    here.set("AWS_PROFILE", "empty");
    CHECK(has(refusal(), "the profile empty in " + here.path(".aws/credentials") + " has none"));
    here.set("AWS_PROFILE", "nobody");
    CHECK(has(refusal(), "has no profile nobody"));
    here.write("elsewhere", "[nobody]\naws_access_key_id=N\naws_secret_access_key=n\n");
    here.set("AWS_SHARED_CREDENTIALS_FILE", here.path("elsewhere"));
    CHECK(spate::find_aws_credentials().access_key_id == "N");

    here.set("AWS_ACCESS_KEY_ID", "ENV");
    CHECK(has(refusal(), "the environment has an access key id and no secret access key"));
    here.set("AWS_SECRET_ACCESS_KEY", "e1");
    here.set("AWS_SESSION_TOKEN", "e2");
    CHECK(spate::find_aws_credentials().access_key_id == "ENV");
    CHECK(spate::find_aws_credentials().session_token.reveal() == "e2");
    const spate::aws_credentials given = spate::find_aws_credentials({"GIVEN", spate::secret{"g1"}, {}});
    CHECK(given.access_key_id == "GIVEN");
    CHECK(given.session_token.empty());
    const std::string half = refusal({"", spate::secret{"g1"}, {}});
    CHECK(has(half, "the configuration has a secret access key and no access key id"));
    CHECK_FALSE(has(half, "g1"));
}

TEST_CASE("aws_credentials: regions") {
    const place here;
    CHECK_THROWS_AS((void)spate::find_aws_region(), spate::config_error);
    CHECK(spate::find_aws_region("eu-west-1") == "eu-west-1");
    here.set("AWS_DEFAULT_REGION", "us-east-2");
    CHECK(spate::find_aws_region() == "us-east-2");
    here.set("AWS_REGION", "us-east-1");
    CHECK(spate::find_aws_region() == "us-east-1");
    CHECK_THROWS_AS((void)spate::find_aws_region("us east"), spate::config_error);
    CHECK_THROWS_AS((void)spate::find_aws_region("evil.example/"), spate::config_error);
}
