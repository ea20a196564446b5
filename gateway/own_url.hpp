// gateway/own_url.hpp: a URL of the provider's own in an answer ("Operation-Location"), made to lead back through us:
// by the configured public_url, else by the address the caller reached us, so that a client which polls it comes here again.
#pragma once

#include "gateway/visit.hpp"
#include "providers/dialect.hpp"

#include <string>
#include <string_view>

namespace gateway {

/// "https://provider.example/a?b" -> "http://127.0.0.1:8080/provider/a?b". What is no URL or path stays as it is.
std::string led_here(Visit const& visit, std::string_view url);

/// The fields of an answer of the dialect's, those with a URL led here.
void append_fields(std::string& out, Visit const& visit, providers::Answer const& answer);

/// The fields of the provider's answer that travel on, likewise.
void append_answer_fields(std::string& out, Visit const& visit, http::Head const& head);

}  // namespace gateway
