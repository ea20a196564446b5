#include "gateway/inbound/application.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <string>

namespace gateway {
namespace {

std::string sha256_hex(std::string_view text)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned size = 0;
    ::EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
    std::string hex;
    for (unsigned i = 0; i < size; ++i) {
        hex += "0123456789abcdef"[digest[i] >> 4];
        hex += "0123456789abcdef"[digest[i] & 0xf];
    }
    return hex;
}

bool goes_by_name(Application const& app)
{
    return app.token_digest.empty() && app.credentials.empty();
}

template <class Matches>
Application const* find(std::vector<Application> const& applications, Matches const& matches)
{
    auto const at = std::find_if(applications.begin(), applications.end(), matches);
    return at == applications.end() ? nullptr : &*at;
}

}  // namespace

Application const* find_by_credential(std::vector<Application> const& applications,
                                      std::string_view authorization)
{
    auto const any = [](Application const& app) { return !app.credentials.empty(); };
    if (authorization.empty() || !find(applications, any)) return nullptr;
    auto const digest = sha256_hex(authorization);
    return find(applications, [&](Application const& app) {
        return std::find(app.credentials.begin(), app.credentials.end(), digest) !=
               app.credentials.end();
    });
}

bool answers_to(Application const& application, std::string_view app_header)
{
    return app_header == application.name || application.token_digest == sha256_hex(app_header);
}

Application const* find_application(std::vector<Application> const& applications,
                                    std::string_view app_header, std::string_view authorization)
{
    if (app_header.empty()) {
        auto const* known = find_by_credential(applications, authorization);
        return known != nullptr ? known : &applications.front();
    }
    auto const* named =
        find(applications, [&](Application const& app) { return app.name == app_header; });
    if (named != nullptr) {
        auto const may =
            goes_by_name(*named) || find_by_credential(applications, authorization) == named;
        return may ? named : nullptr;
    }
    auto const digest = sha256_hex(app_header);
    return find(applications, [&](Application const& app) { return app.token_digest == digest; });
}

}  // namespace gateway
