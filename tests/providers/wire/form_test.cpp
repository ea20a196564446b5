#include "providers/wire/form.hpp"

#include <gtest/gtest.h>

#include <array>

namespace {

using wire::Form;

constexpr std::array<std::string_view, 1> lists{"MediaUrl"};

model::Problem problem_of(std::string_view body)
{
    auto const form = Form::read(body, lists);
    return form ? model::Problem{} : form.error();
}

TEST(Form, KnowsEachFieldAndItsPlace)
{
    std::string_view const body = "To=%2B1&Body=a+b%26c&&Empty=&Bare&%54wo=2=3";

    auto const form = Form::read(body, lists);

    ASSERT_TRUE(form);
    ASSERT_EQ(form->fields().size(), 5U);
    EXPECT_EQ(form->value("To"), "+1");
    EXPECT_EQ(form->value("Body"), "a b&c");
    EXPECT_EQ(form->value("Empty"), "");
    EXPECT_TRUE(form->find("Bare"));
    EXPECT_EQ(form->value("Two"), "2=3");
    EXPECT_EQ(form->value("Absent"), "");
    auto const* field = form->find("Body");
    ASSERT_TRUE(field);
    EXPECT_EQ(body.substr(field->begin, field->end - field->begin), "Body=a+b%26c");
}

TEST(Form, TakesRawUtf8)
{
    auto const form = Form::read("Body=caf\xC3\xA9 {x}", lists);

    ASSERT_TRUE(form);
    EXPECT_EQ(form->value("Body"), "caf\xC3\xA9 {x}");
}

TEST(Form, RefusesAFieldThatStandsTwice)
{
    EXPECT_EQ(problem_of("To=1&Body=x&To=2"),
              (model::Problem{"the field stands twice", "field 3"}));
    EXPECT_EQ(problem_of("To=1&%54o=2").what, "the field stands twice");
    EXPECT_TRUE(Form::read("MediaUrl=1&MediaUrl=2", lists));
    std::string many;
    for (int i = 0; i < 100; ++i)
        many += "k" + std::to_string(i) + "=1&MediaUrl=2&";
    EXPECT_TRUE(Form::read(many, lists));
    EXPECT_EQ(problem_of(many + "k7=1").where, "field 201");
}

TEST(Form, RefusesJson)
{
    for (auto const* body : {R"({"To":"+1"})", " \r\n{}", "[1]", "{"})
        EXPECT_EQ(problem_of(body).what, "looks like JSON, not like a form") << body;
    EXPECT_EQ(problem_of("%7B=1").what, "");
}

TEST(Form, RefusesBrokenEscapes)
{
    for (auto const* body : {"a=%", "a=%4", "a=%4g", "%zz=1", "a=%2&b=1", "a=100%"}) {
        EXPECT_EQ(problem_of(body).what, "not valid percent-encoding") << body;
    }
    EXPECT_TRUE(Form::read("a=%2b%2B", lists));
}

TEST(Form, RefusesASemicolonThatMaySeparate)
{
    EXPECT_EQ(problem_of("Body=x;To=1").where, "field 1");
    EXPECT_TRUE(Form::read("Body=a; b", lists));
    EXPECT_TRUE(Form::read("Body=a%3BTo=1", lists));
}

TEST(Form, HasLimits)
{
    std::string many;
    for (int i = 0; i < 1001; ++i)
        many += "k" + std::to_string(i) + "=&";
    EXPECT_EQ(problem_of(many), (model::Problem{"too many fields", "field 1001"}));
    EXPECT_EQ(problem_of(std::string(257, 'k')).what, "the key is too long");
}

TEST(Form, FindsFieldsThatResembleAnother)
{
    for (auto const* body : {"to=1", "TO=1", "To%5B%5D=1", "To.1=1", "+To=1", "To%00=1"}) {
        auto const form = Form::read(body, lists);
        ASSERT_TRUE(form);
        EXPECT_TRUE(wire::has_misspelt(*form, "To")) << body;
    }
    auto const form = Form::read("To=1&Tone=2&T=3", lists);
    ASSERT_TRUE(form);
    EXPECT_FALSE(wire::has_misspelt(*form, "To"));
}

TEST(Form, SpellsWhatItReads)
{
    std::string body;
    wire::append_field(body, "To", "+1 ~\xC3\xA9&=*");
    wire::append_field(body, "B", "");

    EXPECT_EQ(body, "To=%2B1+%7E%C3%A9%26%3D*&B=");
    auto const form = Form::read(body, lists);
    ASSERT_TRUE(form);
    EXPECT_EQ(form->value("To"), "+1 ~\xC3\xA9&=*");
}

}  // namespace
