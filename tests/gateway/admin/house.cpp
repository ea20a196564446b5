#include "tests/gateway/admin/house.hpp"

#include "gateway/admin/tokens.hpp"

#include <unistd.h>
#include <future>

namespace tests {
namespace {

std::filesystem::path fresh_folder()
{
    auto pattern = (std::filesystem::temp_directory_path() / "optgate-admin-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    return pattern;
}

void put_tokens(store::Store& store)
{
    auto const writer = store.writer();
    for (auto const role : {model::Role::viewer, model::Role::operator_, model::Role::admin}) {
        std::string const name{model::name_of(role)};
        writer->put_token({name, role, gateway::admin::digest_of(name + "-secret"), {}});
    }
}

}  // namespace

gateway::Settings small_settings()
{
    using enum model::Kind;
    using enum model::ConsentRule;
    gateway::Settings settings;
    settings.listen.admin = {"127.0.0.1", 0};
    settings.categories = model::Categories{{
        {"marketing",
         promotional,
         opt_out,
         model::Mode::enforce,
         model::Doubt::suppress,
         {},
         false},
        {"newsletter",
         promotional,
         opt_in,
         model::Mode::enforce,
         model::Doubt::suppress,
         {},
         false},
        {"one_time_code",
         transactional,
         always,
         model::Mode::enforce,
         model::Doubt::deliver,
         {},
         false},
        {"billing", transactional, opt_out, model::Mode::enforce, model::Doubt::deliver, {}, false},
    }};
    settings.classification.policy = {{0}, {3}};
    settings.streams =
        model::Streams{{{"campaign", false, {}, false}, {"workflow", false, {}, false}}};
    settings.applications.resize(1);
    settings.applications[0].name = "default";
    settings.admin.wrong_tokens = 3;
    settings.admin.body_bytes = 64 * 1024;
    return settings;
}

AdminApi::AdminApi()
    : folder_{fresh_folder()},
      store_{
          std::make_unique<StandingStore>(store::open("sqlite:" + (folder_ / "test.db").string()))}
{
    put_tokens(*store_);
    index_.emplace(store_->secret());
    commit_.emplace(store_->writer(), *index_, store::GroupCommit::Limits{});
    gateway::admin::Parts parts{
        std::make_shared<gateway::Settings const>(settings_),
        *store_,
        *commit_,
        *index_,
        [] { return std::string{"optgate_sends_total 1\n"}; },
        [this] { return ready_.load(); },
        [](std::size_t limit) { return "{\"items\":[],\"limit\":" + std::to_string(limit) + "}"; }};
    parts.admin_token = "environment-secret";
    parts.ticks = [this] {
        return std::chrono::steady_clock::time_point{std::chrono::seconds{seconds_.load()}};
    };
    server_.emplace(std::move(parts));
    api_.emplace(send(port(), "GET", "/api/v1/openapi.json", {}, "").json());
}

AdminApi::~AdminApi()
{
    server_.reset();
    commit_.reset();
    index_.reset();
    store_.reset();
    std::filesystem::remove_all(folder_);
}

Response AdminApi::call(std::string const& method, std::string const& target,
                        std::string const& body, std::string const& token, Headers headers)
{
    if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + token);
    if (!body.empty()) headers.insert(headers.begin(), {"Content-Type", "application/json"});
    auto response = send(port(), method, target, headers, body);
    EXPECT_EQ(api_->wrong(method, target, response.status, response.header("content-type"),
                          response.body),
              "")
        << method << ' ' << target;
    return response;
}

void AdminApi::record(std::vector<model::JournalEntry> entries)
{
    std::promise<bool> durable;
    ASSERT_TRUE(commit_->record(std::move(entries), [&](bool kept) { durable.set_value(kept); }));
    ASSERT_TRUE(durable.get_future().get());
}

model::JournalEntry AdminApi::entry(std::string decision, std::string address) const
{
    model::JournalEntry entry;
    entry.decision = std::move(decision);
    entry.at = gateway::admin::system_now();
    entry.app = "shop";
    entry.provider = "twilio";
    entry.category = "marketing";
    entry.address = std::move(address);
    entry.reason = model::Reason::consent_withdrawn;
    entry.evidence = "header: marketing";
    return entry;
}

}  // namespace tests
