// The file is read on this thread while another writes what was read before. Each batch is one durable transaction,
// which also keeps how far the file was read: whatever ends the command, `--resume` goes on from there.
#include "gateway/commands/import.hpp"

#include "gateway/admin/parts.hpp"
#include "gateway/admin/tokens.hpp"
#include "gateway/admin/transfer/intake.hpp"
#include "gateway/commands/input.hpp"
#include "gateway/commands/output.hpp"
#include "gateway/commands/progress.hpp"
#include "gateway/rows/csv.hpp"
#include "store/claim.hpp"

#include <malloc.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <limits>
#include <memory>

namespace gateway::commands {
namespace {

namespace transfer = admin::transfer;
using transfer::Field;

/// The first is small, so that writing begins soon; each is twice the one before. The more rows a batch has, the less
/// often it visits each page of the tables.
constexpr std::size_t changes_at_first = 150'000;
constexpr std::size_t changes_a_batch = 600'000;
/// Of the file: where rows are long, so many of them would not fit into memory.
constexpr std::int64_t bytes_a_batch = std::int64_t{64} * 1024 * 1024;
constexpr std::size_t told_on_terminal = 20;
constexpr std::size_t identifying_bytes = std::size_t{64} * 1024;

struct Wanted {
    std::string config;
    std::string input;
    std::string format = "optgate";
    std::string type;
    std::vector<std::string> columns;
    std::vector<std::pair<Field, std::string>> given;
    std::string actor = "import";
    std::string errors;
    bool resume = false;
    bool allow_duplicates = false;
};

/// Where bad rows are told: the first ones on stderr, all of them in a file where one is wanted. That file is written as
/// the import goes: whatever ends the command, what it tells of rows that are done is there, and `--resume` adds to it.
class Errors {
public:
    Errors(Output file, bool named, std::string input, std::ostream& err)
        : file_{std::move(file)}, named_{named}, input_{std::move(input)}, err_{err}
    {
        if (file_.is_new()) file_.write("where,problem\r\n");
    }
    void tell(transfer::BadRow const& bad)
    {
        file_.write(rows::safe_cell(bad.where) + ',' + rows::safe_cell(bad.what) + "\r\n");
        if (++told_ <= told_on_terminal) {
            err_ << input_ << ": " << bad.where << ": " << bad.what << '\n';
        }
    }
    bool flush() { return file_.flush(); }
    void finish()
    {
        if (told_ <= told_on_terminal) return;
        err_ << "... and " << told_ - told_on_terminal << " more"
             << (named_ ? "" : " (--errors FILE has them all)") << '\n';
    }

private:
    Output file_;
    bool named_;
    std::string input_;
    std::ostream& err_;
    std::size_t told_ = 0;
};

/// Writes one batch while the next is read.
class Loading {
public:
    Loading(store::Store& store, store::ImportPoint point, Errors& errors)
        : writer_{store.writer()}, point_{std::move(point)}, errors_{errors}, next_{*writer_}
    {
    }

    void add(transfer::Batch read)
    {
        for (auto& change : read.changes)
            next_.loader->add(std::move(change));
        move_to_end(read.origins, next_.told.origins);
        move_to_end(read.bad, next_.told.bad);
        next_.told.rows = read.rows;
        next_.told.bytes = read.bytes;
        auto const bytes = static_cast<std::int64_t>(read.bytes) - point_.bytes;
        bool const is_full = next_.loader->size() + next_.told.bad.size() >= enough_;
        if (!is_full && bytes < bytes_a_batch) return;
        load();
        enough_ = std::min(2 * enough_, changes_a_batch);
    }
    /// Until all that was added is durable; at the end of the file there is nothing left to resume.
    void finish(bool at_end)
    {
        wait();  // what is written now keeps the point as it is
        point_.is_the_end = at_end;
        load();
        wait();
    }
    transfer::Tally const& tally() const { return tally_; }

private:
    struct Batch {
        explicit Batch(store::Writer& writer) : loader{writer.loader()} {}

        std::unique_ptr<store::Loader> loader;
        transfer::Batch told;  ///< without its changes, which the loader has
    };

    static void move_to_end(auto& from, auto& to)
    {
        to.insert(to.end(), std::make_move_iterator(from.begin()),
                  std::make_move_iterator(from.end()));
    }

    void load()
    {
        wait();
        written_ = std::exchange(next_, Batch{*writer_});
        tell_bad(written_->told.bad);
        point_.bytes = static_cast<std::int64_t>(written_->told.bytes);
        point_.rows = static_cast<std::int64_t>(written_->told.rows);
        made_ = std::async(std::launch::async, [this] { return written_->loader->load(point_); });
    }
    // Before the rows are done: whoever kills the command in between is told of some twice, but never of none.
    void tell_bad(std::vector<transfer::BadRow>& bad)
    {
        for (auto const& one : bad)
            errors_.tell(one);
        errors_.flush();
        tally_.refused += bad.size();
        bad.clear();
    }
    void wait()
    {
        if (!made_.valid()) return;
        tally_.add(written_->told, made_.get(),
                   [&](transfer::BadRow const& bad) { errors_.tell(bad); });
        errors_.flush();
    }

    std::unique_ptr<store::Writer> writer_;
    store::ImportPoint point_;
    Errors& errors_;
    transfer::Tally tally_;
    Batch next_;
    std::optional<Batch> written_;
    std::future<store::LoadResult> made_;
    std::size_t enough_ = changes_at_first;
};

/// What is in a file, as far as that shows without reading it all.
std::string contents_of(std::string const& input)
{
    std::ifstream file{input, std::ios::binary};
    std::string beginning(identifying_bytes, '\0');
    file.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
    beginning.resize(static_cast<std::size_t>(file.gcount()));
    std::error_code none;
    auto const changed = std::filesystem::last_write_time(input, none).time_since_epoch().count();
    auto const size = std::filesystem::file_size(input, none);
    return std::to_string(size) + ":" + std::to_string(changed) + ":" + admin::digest_of(beginning);
}

/// All that makes other changes of the same rows.
std::string options_of(transfer::Plan const& plan, Settings const& settings)
{
    std::string all{plan.format->name};
    all += plan.form == transfer::Form::json ? "\njson" : "\ncsv";
    for (auto const& texts : {plan.columns, plan.given}) {
        all += '\n';
        for (auto const& [field, text] : texts)
            ((all += transfer::name_of(field)) += '=') += text + '\0';
    }
    all += settings.default_region + (plan.prevent_duplicates ? "\nonce" : "\ntwice");
    return admin::digest_of(all);
}

/// Where an import begins: behind what an earlier one of the same rows has done, if that is wanted.
store::ImportPoint beginning_of(store::Store& store, Wanted const& wanted,
                                transfer::Plan const& plan, Settings const& settings,
                                Terminal& terminal)
{
    if (wanted.input == "-") return {};
    auto const file = std::filesystem::absolute(wanted.input).string();
    store::ImportPoint start{file, 0, 0, contents_of(file), options_of(plan, settings)};
    auto const reached = wanted.resume ? store.reader()->import_point(file) : std::nullopt;
    if (!reached) return start;
    bool const same_contents = reached->contents == start.contents;
    if (same_contents && reached->options == start.options) {
        terminal.err << "going on behind row " << reached->rows << '\n';
        return *reached;
    }
    terminal.err << "starting from the beginning: "
                 << (same_contents ? "the import that ended early had other options"
                                   : "the file has changed since its import ended early")
                 << '\n';
    return start;
}

std::optional<transfer::Plan> plan_of(Wanted const& wanted, Settings const& settings,
                                      Terminal& terminal)
{
    transfer::Plan plan;
    bool const json = wanted.type.empty() ? named_json(wanted.input) : wanted.type == "json";
    plan.form = json ? transfer::Form::json : transfer::Form::csv;
    plan.format = transfer::find_format(wanted.format);
    for (auto const& text : wanted.columns) {
        auto columns = transfer::read_columns(text);
        if (!columns) {
            terminal.refuse("--columns: " + columns.error().what, usage);
            return std::nullopt;
        }
        plan.columns.insert(plan.columns.end(), columns->begin(), columns->end());
    }
    for (auto const& [field, text] : wanted.given) {
        if (!text.empty()) plan.given.emplace_back(field, text);
    }
    plan.by.actor = wanted.actor;
    plan.by.at = admin::system_now();
    plan.prevent_duplicates = settings.prevent_duplicates && !wanted.allow_duplicates;
    return plan;
}

/// Reads all of the input; what stops it, if anything does.
std::optional<model::Problem> read_all(Input& input, transfer::Intake& intake, Loading& loading,
                                       Terminal& terminal)
{
    Progress progress{terminal.err, input.size()};
    for (;;) {
        auto const piece = input.next();
        auto const wrong = piece.empty() ? intake.finish() : intake.feed(piece);
        loading.add(intake.take());
        if (piece.empty() || wrong) {
            loading.finish(!wrong);
            return wrong;
        }
        progress.at(input.read(), loading.tally().rows);
    }
}

void tell(transfer::Tally const& tally, std::uint64_t before, Terminal& terminal)
{
    terminal.out << tally.rows - before << " rows: " << tally.changed << " changed, "
                 << tally.unchanged << " unchanged, " << tally.refused << " refused\n";
    if (tally.refused > 0) terminal.exit_code = said_no;
}

void import_file(store::Store& store, Wanted const& wanted, Settings const& settings, Input input,
                 Terminal& terminal)
{
    auto plan = plan_of(wanted, settings, terminal);
    if (!plan) return;
    auto point = beginning_of(store, wanted, *plan, settings, terminal);
    plan->skip_bytes = static_cast<std::uint64_t>(point.bytes);
    auto const before = static_cast<std::uint64_t>(point.rows);
    auto file = Output::open(wanted.errors, terminal.out,
                             point.bytes > 0 ? Output::How::append : Output::How::in_place);
    if (!file) return terminal.refuse(file.error().what);
    Errors errors{*std::move(file), !wanted.errors.empty(), wanted.input, terminal.err};
    if (!errors.flush()) return terminal.refuse(wanted.errors + " can't be written", unwritten);
    transfer::Intake intake{*std::move(plan), settings};
    Loading loading{store, std::move(point), errors};
    auto const wrong = read_all(input, intake, loading, terminal);
    errors.finish();
    tell(loading.tally(), before, terminal);
    if (wrong) terminal.refuse(wanted.input + ": " + wrong->where + ": " + wrong->what);
    if (!errors.flush()) terminal.refuse(wanted.errors + " can't be written", unwritten);
}

/// The store, claimed; none: a gateway serves it.
std::unique_ptr<store::Claim> claim(Settings const& settings, Terminal& terminal)
try {
    return std::make_unique<store::Claim>(settings.store_url);
} catch (store::Unusable const& refusal) {
    terminal.refuse(std::string{refusal.what()} +
                    " (a gateway that serves takes the file at POST /api/v1/imports)");
    return nullptr;
}

/// Batches come and go by the hundred megabytes: their memory stays ours, so that the kernel need not clear it again,
/// and is one heap for both threads.
void keep_memory()
{
    constexpr int step = 64 * 1024 * 1024;
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_TOP_PAD, step);
    mallopt(M_MMAP_THRESHOLD, std::numeric_limits<int>::max());
    mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
}

void run(Wanted const& wanted, Terminal& terminal)
{
    keep_memory();
    if (wanted.resume && wanted.input == "-") {
        return terminal.refuse("--resume needs a file, not stdin", usage);
    }
    auto const settings = settings_of(wanted.config, terminal);
    if (!settings) return;
    if (same_file(wanted.errors, wanted.input)) {
        return terminal.refuse("--errors is the file that is imported", usage);
    }
    if (is_of_store(wanted.errors, settings->store_url)) {
        return terminal.refuse(wanted.errors + " is the store's own file", usage);
    }
    auto input = Input::open(wanted.input);
    if (!input) return terminal.refuse(wanted.input + " can't be read");
    auto const claimed = claim(*settings, terminal);
    if (!claimed) return;
    with_store(*settings, terminal, [&](store::Store& store) {
        import_file(store, wanted, *settings, *std::move(input), terminal);
    });
}

}  // namespace

void add_import(CLI::App& program, Terminal& terminal)
{
    auto* command = program.add_subcommand(
        "import", "customers, contacts, preferences and suppressions from CSV or JSON");
    auto const wanted = std::make_shared<Wanted>();
    std::vector<std::string> formats;
    for (auto const& format : transfer::formats())
        formats.emplace_back(format.name);
    wanted->given = {{Field::record, {}},  {Field::channel, {}},     {Field::covers, {}},
                     {Field::state, {}},   {Field::suppression, {}}, {Field::source, {}},
                     {Field::evidence, {}}};
    command->add_option("file", wanted->input, "the file; \"-\": stdin")->required();
    command->add_option("--config", wanted->config, "configuration file")->check(CLI::ExistingFile);
    command->add_option("--format", wanted->format, "whose columns it has")
        ->check(CLI::IsMember(formats))
        ->capture_default_str();
    command->add_option("--columns", wanted->columns,
                        "what columns are called: address=Phone,at=Date");
    for (auto& [field, text] : wanted->given) {
        std::string const name{transfer::name_of(field)};
        command->add_option("--" + name, text, "for rows that don't say their " + name);
    }
    command->add_option("--actor", wanted->actor, "who imports, for the notes")
        ->capture_default_str();
    command->add_option("--errors", wanted->errors, "file (CSV) for what is wrong with rows");
    command->add_option("--type", wanted->type, "csv or json; else by the file's name")
        ->check(CLI::IsMember({"csv", "json"}));
    command->add_flag("--resume", wanted->resume,
                      "go on where an earlier import of the same file ended");
    command->add_flag("--allow-duplicates", wanted->allow_duplicates,
                      "whatever consent.prevent_duplicates says");
    command->callback([wanted, &terminal] { run(*wanted, terminal); });
}

}  // namespace gateway::commands
