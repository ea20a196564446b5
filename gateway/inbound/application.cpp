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

}  // namespace

Application const* find_application(std::vector<Application> const& applications,
                                    std::string_view app_header, std::string_view authorization)
{
    auto const found = [&](auto const& matches) -> Application const* {
        auto const at = std::find_if(applications.begin(), applications.end(), matches);
        return at == applications.end() ? nullptr : &*at;
    };
    auto const by_credential = [&]() -> Application const* {
        auto const any = [](Application const& app) { return !app.credentials.empty(); };
        if (authorization.empty() || !found(any)) return nullptr;
        auto const digest = sha256_hex(authorization);
        return found([&](Application const& app) {
            return std::find(app.credentials.begin(), app.credentials.end(), digest) !=
                   app.credentials.end();
        });
    };
    if (app_header.empty()) {
        auto const* known = by_credential();
        return known != nullptr ? known : &applications.front();
    }
    if (auto const* named = found([&](Application const& app) { return app.name == app_header; })) {
        return goes_by_name(*named) || by_credential() == named ? named : nullptr;
    }
    auto const digest = sha256_hex(app_header);
    return found([&](Application const& app) { return app.token_digest == digest; });
}

}  // namespace gateway
