#include "filters/train/corpus.hpp"

#include <boost/json.hpp>
#include <fstream>
#include <stdexcept>

namespace filters::train {
namespace {

namespace json = boost::json;

std::string text_of(json::object const& object, std::string_view key)
{
    auto const* value = object.if_contains(key);
    return value != nullptr && value->is_string() ? std::string{value->as_string()} : std::string{};
}

/// Translations of one another stay together.
std::string fold_of(std::string const& source)
{
    return source.starts_with("uci_") ? "uci" : source;
}

/// A corpus that comes in one file a label: either alone would be told by its source, and so teach nothing. The same is
/// true of marks: who makes them mostly finds one fault.
std::string collection_of(std::string const& source)
{
    if (source.starts_with("feedback_")) return {};
    return source.starts_with("sa_") ? "sa" : source;
}

Row row_of(json::object const& object)
{
    auto const text = text_of(object, "text");
    auto const subject = text_of(object, "subject");
    auto const channel = model::find_channel(text_of(object, "channel"));
    auto const label = text_of(object, "label");
    if (label != "promotional" && label != "transactional") throw std::runtime_error("no label");
    Row row;
    extract({channel.value_or(model::Channel::sms), subject, text}, row.features);
    row.promotional = label == "promotional";
    row.source = text_of(object, "source");
    row.language = text_of(object, "lang");
    row.collection = collection_of(row.source);
    row.fold = fold_of(row.source);
    return row;
}

}  // namespace

void read(std::string const& file, Corpus& corpus, Use use)
{
    std::ifstream in{file, std::ios::binary};
    if (!in) throw std::runtime_error(file + " can't be read");
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        for (char const c : line) {
            corpus.hash = (corpus.hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
        }
        try {
            corpus.rows.push_back(row_of(json::parse(line).as_object()));
            corpus.rows.back().asked = use == Use::shown_and_asked;
        } catch (std::exception const& error) {
            throw std::runtime_error(file + ":" + std::to_string(number) + ": " + error.what());
        }
    }
}

}  // namespace filters::train
