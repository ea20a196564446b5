#include "providers/wire/multipart.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::string_view_literals;

constexpr std::string_view type = "multipart/form-data; boundary=--B";
constexpr std::string_view body =
    "----B\r\nContent-Disposition: form-data; name=\"to\"\r\n\r\na@x\r\n"
    "----B\r\nContent-Disposition: form-data; name=\"o:tag\"\r\n\r\n\r\n"
    "----B\r\ncontent-disposition: form-data; name=attachment; filename=\"a.pdf\"\r\n"
    "Content-Type: application/pdf\r\n\r\n%PDF\r\n\r\n--B not\0this\r\n--\r\n"
    "----B--\r\n"sv;

/// One part of that head, or what is wrong with it.
std::string name_in(std::string_view head)
{
    auto const text = "----B\r\n" + std::string{head} + "\r\n\r\nx\r\n----B--";
    auto const parts = wire::read_multipart(text, type);
    return parts ? std::string{parts->front().key} : parts.error().what;
}

TEST(Multipart, ReadsPartsAndTheirPlaces)
{
    auto const parts = wire::read_multipart(body, type);
    ASSERT_TRUE(parts) << parts.error().what;

    ASSERT_EQ(parts->size(), 3U);
    EXPECT_EQ((*parts)[0].key, "to");
    EXPECT_EQ((*parts)[0].raw, "a@x");
    EXPECT_EQ((*parts)[0].begin, 0U);
    EXPECT_EQ(body.substr((*parts)[0].end, 9), "\r\n----B\r\n");
    EXPECT_EQ((*parts)[1].raw, "");
    EXPECT_EQ((*parts)[1].begin, (*parts)[0].end + 2);
    EXPECT_EQ((*parts)[2].key, "attachment");
    EXPECT_TRUE((*parts)[2].is_file);
    EXPECT_FALSE((*parts)[0].is_file);
    EXPECT_EQ((*parts)[2].raw, body.substr(body.find("%PDF"), (*parts)[2].raw.size()));
    EXPECT_TRUE((*parts)[2].raw.ends_with("\r\n--"));
}

TEST(Multipart, TakesTheNamesThatHaveOneReading)
{
    EXPECT_EQ(name_in("Content-Disposition: form-data; name=\"to\""), "to");
    EXPECT_EQ(name_in("Content-Disposition: form-data; name=to"), "to");
    EXPECT_EQ(name_in("content-disposition:form-data;name=\"to\""), "to");
    EXPECT_EQ(name_in("Content-Type: text/plain\r\nContent-Disposition: form-data; name=\"to\""),
              "to");
    EXPECT_EQ(
        name_in("Content-Disposition: form-data; name=\"to\"\r\nContent-Transfer-Encoding: binary"),
        "to");
    EXPECT_EQ(name_in("Content-Disposition: form-data; name=\"f\"; filename=\"my name.pdf\"; "
                      "filename*=UTF-8''my%20name.pdf"),
              "f");
    EXPECT_EQ(name_in("Content-Disposition: form-data; name=\"to\"\r\n"
                      "Content-Type: text/plain; charset=UTF-8"),
              "to");
    EXPECT_EQ(name_in("Content-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n"
                      "Content-Type: text/plain; charset=utf-16"),
              "f");
    for (auto const* head :
         {"Content-Type: text/plain; charset=utf-7\r\nContent-Disposition: form-data; name=\"to\"",
          "Content-Type: text/plain", "Content-Disposition: attachment; name=\"to\"",
          "Content-Disposition: form-data", "Content-Disposition: form-data; name=\"\"",
          "Content-Disposition: form-data; name*=UTF-8''to",
          "Content-Disposition: form-data; name=\"t\\o\"",
          "Content-Disposition: form-data; name=\"x\"; name=\"to\"",
          "Content-Disposition: form-data; name=\"x\"; name*0=\"to\"",
          "Content-Disposition: form-data; name=\"x\"; filename=\"a\\\"; name=\\\"to\"",
          "Content-Disposition: form-data; filename=\"a\"; name=\"to\"",
          "Content-Disposition: form-data; name=\"x\"\r\nContent-Disposition: form-data; "
          "name=\"to\"",
          "Content-Disposition: form-data;\r\n name=\"to\"",
          "Content-Disposition: form-data; name=\"to\"\r\nContent-Transfer-Encoding: base64",
          "Content-Disposition: form-data; name=\"to",
          "Content-Disposition: form-data; name=\"t%6F\"",
          "Content-Disposition : form-data; name=\"to\"",
          "Bcc : x\r\nContent-Disposition: form-data; name=\"to\""}) {
        EXPECT_EQ(name_in(head), "a part that can be read in two ways") << head;
    }
}

TEST(Multipart, RefusesWhatItsBoundaryDoesNotEncloseExactly)
{
    std::string const whole{body};
    for (auto const& broken :
         {whole + "x", "preamble\r\n" + whole, whole.substr(0, whole.size() - 4), whole + whole,
          std::string{"----B--\r\nx"}, std::string{},
          std::string{
              "----B\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n----Bx\r\n----B--"},
          std::string{"----B\nContent-Disposition: form-data; name=\"x\"\n\nx\n----B--"},
          std::string{"----B\r\n\r\nx\r\n----B--"},
          std::string{"----B\r\nContent-Disposition: form-data; name=\"x\"\r\n----B--"}}) {
        EXPECT_FALSE(wire::read_multipart(broken, type)) << broken;
    }
    for (std::size_t size = 0; size + 2 < whole.size(); ++size)
        EXPECT_FALSE(wire::read_multipart(whole.substr(0, size), type)) << size;
    EXPECT_TRUE(wire::read_multipart("----B--", type)->empty());
}

TEST(Multipart, WantsOneBoundary)
{
    EXPECT_TRUE(wire::read_multipart("--b--", "multipart/form-data; boundary=\"b\""));
    EXPECT_TRUE(wire::read_multipart("--b--", "multipart/form-data; charset=utf-8; Boundary=b"));
    for (auto const* content_type :
         {"multipart/form-data", "multipart/form-data; boundary=b; boundary=c",
          "multipart/form-data; boundary*0=b", "multipart/form-data; boundary=", ""}) {
        EXPECT_FALSE(wire::read_multipart("--b--", content_type)) << content_type;
    }
}

}  // namespace
