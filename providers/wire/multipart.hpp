// providers/wire/multipart.hpp: a multipart/form-data body (RFC 7578), in the one way it can be read.
//
//   --B CRLF Content-Disposition: form-data; name="to" CRLF CRLF a@x.example CRLF --B … CRLF --B-- CRLF
//   ^begin                                                                 ^end of the first part
//
// The boundary stands nowhere but in its delimiters; nothing stands before the first and behind the last. A part's
// name is spelt without escapes, before its file's name, and no content is encoded once more. What a head says beyond
// the plain form above, GMime reads.
#pragma once

#include "providers/wire/form.hpp"
#include "store/model/result.hpp"

#include <string_view>
#include <vector>

namespace wire {

/// As a field of a form: key is the part's name, raw its content, both views of the body. Two parts are parted by CRLF.
struct Part : Field {
    bool is_file = false;
};

model::Result<std::vector<Part>> read_multipart(std::string_view body,
                                                std::string_view content_type);

}  // namespace wire
