#include "gateway/rows/csv.hpp"

#include "store/address/ascii.hpp"

#include <csv.h>

#include <algorithm>
#include <new>
#include <stdexcept>

namespace gateway::rows {
namespace {

constexpr std::string_view unclosed = "a quote that is not closed, or a row longer than 256 KiB";
constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

int no_space(unsigned char)
{
    return 0;  // blanks belong to a cell (RFC 4180 §2.4)
}

bool is_utf16(std::string_view text)
{
    return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") ||
           (text.size() > 1 && text[0] != '\0' && text[1] == '\0');
}

bool is_phone_number(std::string_view text)
{
    auto const digit = [](char c) { return c >= '0' && c <= '9'; };
    return text.size() >= 2 && text.size() <= 16 && text[0] == '+' &&
           std::all_of(text.begin() + 1, text.end(), digit);
}

/// Whether behind any apostrophes there is a formula. Those that have some get one more too: so each cell is written
/// differently, and `without_guard` finds the one it must take away.
bool needs_guard(std::string_view text)
{
    constexpr std::string_view starts = "=+-@\t\r\n";
    auto const first = text.find_first_not_of('\'');
    bool const formula = first != text.npos && starts.find(text[first]) != starts.npos;
    return formula && !is_phone_number(text);
}

/// The most frequent of the three in the header, outside quotes.
char delimiter_of(std::string_view header)
{
    constexpr std::string_view known = ",;\t";
    std::size_t counts[3] = {};
    bool quoted = false;
    for (char const c : header) {
        if (c == '"') quoted = !quoted;
        auto const at = quoted ? known.npos : known.find(c);
        if (at != known.npos) ++counts[at];
    }
    return known[static_cast<std::size_t>(std::max_element(counts, counts + 3) - counts)];
}

/// Excel's first line, which is no header: "sep=;".
std::optional<char> named_delimiter(std::string_view line)
{
    bool const named = address::take_word(line, "sep=") && line.size() == 1 && line[0] != '"';
    return named ? std::optional{line[0]} : std::nullopt;
}

}  // namespace

struct Csv::State {
    explicit State(Sink the_sink) : sink{std::move(the_sink)} { reset(); }
    ~State() { csv_free(&parser); }
    State(State const&) = delete;
    State& operator=(State const&) = delete;

    std::optional<model::Problem> begin();
    void take(std::string_view line, std::size_t size);
    void take_long(std::size_t size);
    bool parse(std::string_view line);
    void reset();
    void emit(std::string_view raw, std::optional<model::Problem> wrong = {});
    void give_up(std::string_view raw, std::string_view why);
    void start_over();

    Sink sink;
    csv_parser parser{};
    std::string text;               ///< of the row's cells, one behind the other
    std::vector<std::size_t> ends;  ///< of each cell in `text`
    std::vector<std::string_view> cells;
    std::string earlier;         ///< the row's lines before this one
    std::size_t line = 1;        ///< the next to be read
    std::size_t first_line = 1;  ///< of the row
    std::uint64_t bytes = 0;
    std::string line_end = "\n";
    std::string preamble;
    bool row_ended = false;
    bool begun = false;  ///< the beginning of the file was looked at
    std::string head;    ///< its first bytes, until there are enough to look at
    Lines lines{[this](std::string_view one, std::size_t size) { take(one, size); }};

    static void cell(void* text, std::size_t size, void* state)
    {
        auto& self = *static_cast<State*>(state);
        self.text.append(static_cast<char const*>(text), size);
        self.ends.push_back(self.text.size());
    }
    static void end(int, void* state) { static_cast<State*>(state)->row_ended = true; }
};

void Csv::State::start_over()
{
    text.clear();
    ends.clear();
    earlier.clear();
    row_ended = false;
    first_line = line;
}

void Csv::State::emit(std::string_view raw, std::optional<model::Problem> wrong)
{
    cells.clear();
    std::size_t begin = 0;
    for (auto const end_of_cell : ends) {
        cells.push_back(std::string_view{text}.substr(begin, end_of_cell - begin));
        begin = end_of_cell;
    }
    raw = without_end(raw);
    if (!wrong) wrong = wrong_text(raw, first_line);
    sink({cells, raw, first_line, bytes, std::move(wrong)});
}

// An error leaves libcsv's parser unusable; this makes it new, and keeps what was set.
void Csv::State::reset()
{
    auto const delimiter = parser.delim_char;
    csv_free(&parser);
    if (csv_init(&parser, CSV_STRICT) != 0) throw std::bad_alloc{};
    csv_set_space_func(&parser, no_space);
    if (delimiter != 0) csv_set_delim(&parser, delimiter);
}

bool Csv::State::parse(std::string_view one)
{
    return csv_parse(&parser, one.data(), one.size(), cell, end, this) == one.size();
}

// The first line of what was read is bad; the others may be rows of their own.
void Csv::State::give_up(std::string_view raw, std::string_view why)
{
    std::string const all{raw};
    auto const bad = first_line;
    auto const first_end = all.find_first_of("\r\n");
    auto const rest = first_end == all.npos               ? all.size()
                      : all.compare(first_end, 2, "\r\n") ? first_end + 1
                                                          : first_end + 2;
    auto const quote = all.find('"');
    reset();
    text.clear();
    ends.clear();
    bytes -= all.size() - rest;
    emit(std::string_view{all}.substr(0, rest),
         model::Problem{std::string{why}, place(bad, quote == all.npos ? 1 : quote + 1)});
    line = bad + 1;
    start_over();
    Lines again{[this](std::string_view one, std::size_t size) { take(one, size); }};
    again.feed(std::string_view{all}.substr(rest));
    again.finish();
}

// Whatever it has is one bad row, and no part of an earlier one.
void Csv::State::take_long(std::size_t size)
{
    while (!earlier.empty())
        give_up(earlier, unclosed);
    bytes += size;
    ++line;
    emit({}, model::Problem{std::string{too_long}, place(first_line, 1)});
    start_over();
}

void Csv::State::take(std::string_view one, std::size_t size)
{
    if (is_too_long(one)) return take_long(size);
    bytes += size;
    ++line;
    bool const understood = parse(one);
    bool const first = earlier.empty();
    if (understood && row_ended && first) {  // the usual row: one line
        emit(one);
        return start_over();
    }
    if (understood && first && without_end(one).empty()) return start_over();  // an empty line
    earlier += one;
    if (!understood) return give_up(earlier, "a quote within a cell that has none around it");
    if (is_too_long(earlier)) return give_up(earlier, unclosed);
    if (!row_ended) return;
    emit(earlier);
    start_over();
}

Csv::Csv(Sink sink) : state_{std::make_unique<State>(std::move(sink))} {}
Csv::~Csv() = default;

char Csv::delimiter() const
{
    return static_cast<char>(csv_get_delim(&state_->parser));
}

std::string_view Csv::line_end() const
{
    return state_->line_end;
}

std::string_view Csv::preamble() const
{
    return state_->preamble;
}

std::optional<model::Problem> Csv::State::begin()
{
    if (is_utf16(head)) return model::Problem{"the text is UTF-16; save it as UTF-8", place(1, 1)};
    begun = true;
    std::string const read = std::move(head);
    std::string_view rest = read;
    auto const skip = [&](std::size_t size) {
        preamble += rest.substr(0, size);
        rest.remove_prefix(size);
        bytes += size;
    };
    if (rest.starts_with(utf8_mark)) skip(utf8_mark.size());
    auto const first = rest.substr(0, rest.find_first_of("\r\n"));
    if (rest.size() > first.size()) {
        auto const end = rest.substr(first.size(), 2);
        line_end = end == "\r\n" ? end : end.substr(0, 1);
    }
    auto const named = named_delimiter(first);
    csv_set_delim(&parser, static_cast<unsigned char>(named.value_or(delimiter_of(first))));
    if (named && rest.size() > first.size()) {
        skip(first.size() + line_end.size());
        first_line = ++line;
    }
    lines.feed(rest);
    return std::nullopt;
}

std::optional<model::Problem> Csv::feed(std::string_view piece)
{
    auto& state = *state_;
    if (state.begun) {
        state.lines.feed(piece);
        return std::nullopt;
    }
    state.head += piece;
    auto const end = state.head.find_first_of("\r\n");
    bool const has_line = end != std::string::npos && end + 1 < state.head.size();
    return has_line || state.head.size() > longest_row ? state.begin() : std::nullopt;
}

std::optional<model::Problem> Csv::finish()
{
    auto& state = *state_;
    if (!state.begun) {
        if (auto problem = state.begin()) return problem;
    }
    state.lines.finish();
    while (!state.earlier.empty()) {
        state.parse("\n");  // the last line had no end
        if (state.row_ended) {
            state.emit(state.earlier);
            state.start_over();
        } else {
            state.give_up(state.earlier, unclosed);
        }
    }
    return std::nullopt;
}

std::string safe_cell(std::string_view text)
{
    std::string cell{needs_guard(text) ? "'" : ""};
    cell += text;
    if (cell.find_first_of(",\"\r\n'") == std::string::npos) return cell;
    std::string quoted{'"'};
    for (char const c : cell) {
        quoted += c;
        if (c == '"') quoted += '"';
    }
    return quoted + '"';
}

std::string_view without_guard(std::string_view cell)
{
    bool const guarded = cell.starts_with('\'') && needs_guard(cell);
    return cell.substr(guarded ? 1 : 0);
}

}  // namespace gateway::rows
