// tests/gateway/admin/schema.hpp: checks an answer against the OpenAPI document. Knows the part of JSON Schema 2020-12
// that the document uses: $ref, type, enum, required, properties, additionalProperties, items, anyOf; and refuses a
// schema with a word it does not know, so that nothing goes unchecked.
#pragma once

#include <boost/json.hpp>

#include <string>
#include <string_view>

namespace tests {

class OpenApi {
public:
    explicit OpenApi(boost::json::value document) : document_(std::move(document)) {}

    /// What is wrong with an answer to this call; empty: nothing.
    std::string wrong(std::string_view method, std::string_view target, unsigned status,
                      std::string_view content_type, std::string_view body) const;

    boost::json::value const& document() const { return document_; }

    /// What is wrong with a value; empty: nothing.
    std::string check(boost::json::value const& schema, boost::json::value const& value,
                      std::string const& at = "") const;

private:
    boost::json::object const& resolve(boost::json::value const& schema) const;
    boost::json::object const* operation(std::string_view method, std::string_view path) const;
    std::string check_object(boost::json::object const& schema, boost::json::object const& value,
                             std::string const& at) const;

    boost::json::value document_;
};

}  // namespace tests
