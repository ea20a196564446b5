// gateway/settings/settings.hpp: the configuration as values. Every key, unit and default is documented in
// config/optgate.toml; `load` reads that form and refuses what it does not know, with file and line.
#pragma once

#include "filters/classify/classify.hpp"
#include "filters/classify/reading.hpp"
#include "filters/classify/rules.hpp"
#include "filters/consent/decide.hpp"
#include "providers/auth/secret.hpp"
#include "providers/dialect.hpp"
#include "store/model/category.hpp"
#include "store/model/ledger.hpp"
#include "store/model/result.hpp"
#include "store/model/stream.hpp"
#include "store/store.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gateway {

class Calibration;

/// "127.0.0.1:8080", "[::1]:8080"; port 0: any free one.
struct Endpoint {
    std::string host;
    std::uint16_t port = 0;
    bool operator==(Endpoint const&) const = default;
};

/// A certificate chain and its key, PEM files. Empty: no TLS.
struct TlsFiles {
    std::string certificate;
    std::string key;
    bool operator==(TlsFiles const&) const = default;
};

struct Listen {
    Endpoint gateway{"127.0.0.1", 8080};
    TlsFiles gateway_tls;
    Endpoint admin{"127.0.0.1", 8081};
    TlsFiles admin_tls;
    unsigned threads = 0;  ///< 0: one a core
};

/// What a caller may take of us.
struct Limits {
    std::size_t head_bytes = 16 * 1024;
    std::size_t fields = 100;
    std::size_t body_bytes = 50 * 1024 * 1024;       ///< of a send; other calls stream
    std::size_t memory_bytes = 512 * 1024 * 1024;    ///< all bodies held at one time
    std::size_t recipients = 10'000;                 ///< of one send
    std::size_t connections = 20'000;                ///< callers at one time
    unsigned look_ups = 8;                           ///< names of providers asked for at one time
    std::chrono::milliseconds head_timeout{10'000};  ///< from the first byte of a head to its end
    std::chrono::milliseconds body_timeout{60'000};  ///< for each 16 KiB of a body
    std::chrono::milliseconds idle_timeout{75'000};  ///< between two calls
    std::chrono::milliseconds write_timeout{30'000};
    std::chrono::milliseconds drain_timeout{20'000};  ///< graceful stop
};

/// How we treat one provider.
struct UpstreamLimits {
    std::chrono::milliseconds connect_timeout{5'000};
    std::chrono::milliseconds response_timeout{
        30'000};  ///< from the last byte sent to the head of the answer
    std::chrono::milliseconds body_timeout{30'000};    ///< between two pieces of the answer
    std::chrono::milliseconds idle_timeout{45'000};    ///< a pooled connection
    std::chrono::milliseconds waiting_timeout{5'000};  ///< for a place among `in_flight`
    std::size_t idle = 64;        ///< pooled connections a provider, over all threads
    std::size_t in_flight = 512;  ///< calls a provider at one time, over all threads
    std::size_t waiting = 1'024;  ///< calls that wait for a place, over all threads
    std::size_t head_bytes = 32 * 1024;
    std::size_t merged_bytes = 8 * 1024 * 1024;  ///< of an answer that is held to be merged
};

/// A key of ours that an application holds in place of the provider's.
struct KeyHolder {
    providers::auth::Secret key;
    std::size_t application;  ///< position in Settings::applications
};

/// What becomes of a message that its sender signed (DKIM) and that names, where it was signed, somebody to keep back.
enum class SignedMessages : std::uint8_t {
    refuse,    ///< nobody gets it, and the caller is told so
    envelope,  ///< it goes as it is to those who may get it; it still shows the address to them
    whole,     ///< it goes as it came, to everybody; the journal says who was to be kept back
};

struct Provider {
    std::string name;  ///< path prefix: "/<name>/..."
    providers::Dialect const* dialect = nullptr;
    std::string upstream;  ///< "https://api.twilio.com", "http://127.0.0.1:9000", "sandbox"
    std::string ca_file;   ///< extra trust, PEM
    std::string host;      ///< also reached by this Host name
    std::string listen;    ///< also reached on a port of its own: "127.0.0.1:8090"
    /// "https://sms.example/azure": what callers have for the provider's address; empty: as they spelt it.
    std::string public_url;
    model::Mode mode = model::Mode::enforce;
    SignedMessages signed_messages = SignedMessages::refuse;
    std::vector<filters::HintMapping>
        hints;  ///< the dialect's own first, then the configuration's, which win
    /// The real one. Where it is set, callers show a key of ours, and this one goes out.
    providers::auth::Secret credential;
    std::vector<KeyHolder> holders;
    UpstreamLimits limits;
};

struct Application {
    std::string name;
    std::vector<std::string> credentials;  ///< SHA-256 (hex) of the Authorization header's value
    std::string
        token_digest;  ///< SHA-256 (hex) of what X-Optgate-App must hold; empty: the name itself
    model::Mode mode = model::Mode::enforce;
    providers::RefusalStyle refusal = providers::RefusalStyle::native;
    bool may_set_category = true;
    std::string default_category;  ///< empty: `Settings::default_category`
    bool classify = true;          ///< texts are read where nothing else names a category
    filters::Guard guard = filters::Guard::pass;
    bool calibrate = false;
    std::shared_ptr<Calibration> calibration{};  ///< set by `assembly` where `calibrate` is
    std::vector<filters::Mapping> mappings;
};

/// Of signed calls whose key we issued.
struct Signatures {
    std::chrono::milliseconds clock_skew{300'000};
    std::size_t remembered = 500'000;  ///< so that none is taken twice; the oldest go first
};

struct Callbacks {
    bool enabled = true;
    bool allow_private = false;  ///< also to loopback, link-local and private addresses
    std::chrono::milliseconds timeout{10'000};  ///< from the look-up of its host to the answer
    std::size_t waiting = 1'000;
    unsigned look_ups = 2;  ///< names asked for at one time
};

struct Log {
    std::string access = "stderr";  ///< "stderr", "off" or a file, reopened on SIGHUP
    std::string level = "info";     ///< of the operational log, on stderr
};

struct Journal {
    store::Retention retention;
    bool delivered = false;  ///< journal delivered recipients too; nobody waits for those
    bool keep_text = false;  ///< the message's text stands in its entries
};

/// What is made of a text where its sender did not say why it is sent.
struct Classification {
    bool enabled = true;  ///< of applications that don't say
    filters::Guard guard = filters::Guard::pass;
    filters::ContentPolicy policy;
    std::size_t text_bytes =
        64 * 1024 * 1024;  ///< of one send: its body's size, as often as a text is read from it
    /// Of a text in HTML that a tree is made of; what follows is read without its tags.
    std::size_t html_bytes = filters::most_html_bytes;
};

struct AdminLimits {
    std::size_t body_bytes = 1024 * 1024;
    std::size_t bulk_bytes = 16 * 1024 * 1024;  ///< of a call that brings many at once
    std::size_t upload_bytes =
        std::size_t{4} * 1024 * 1024 * 1024;  ///< of one that is taken while it comes
    std::string spool_folder;  ///< where pruned lists wait; empty: the system's temporary folder
    std::size_t spool_bytes = std::size_t{2} * 1024 * 1024 * 1024;  ///< all of them
    std::size_t spool_lists = 32;                   ///< removed rows that wait to be fetched
    std::chrono::milliseconds spool_time{900'000};  ///< and for how long
    unsigned wrong_tokens = 10;                     ///< a peer address may present before it waits
    std::chrono::milliseconds back_off{1'000};      ///< first wait; doubles with each further one
    std::chrono::milliseconds longest_back_off{60'000};
    std::size_t sandbox_messages = 10'000;         ///< kept for GET /api/v1/sandbox/messages
    unsigned readers = 2;                          ///< threads that read the store
    std::chrono::milliseconds query_time{10'000};  ///< of looking for a page of the journal
};

struct Settings {
    Listen listen;
    Limits limits;
    std::string store_url = "sqlite:optgate.db";
    std::size_t store_queue = 20'000;
    std::chrono::milliseconds store_gather{
        3};  ///< a decision or change waits so long for others to share its fsync
    std::size_t store_max_bytes = 0;  ///< over it the store counts as full; 0: what the disk holds
    /// How often it is looked whether enough addresses changed for a new snapshot of the index; 0: at the stop only.
    std::chrono::milliseconds snapshot_interval{900'000};
    std::uint64_t snapshot_changes = 50'000;
    Journal journal;
    filters::ConsentSettings consent;
    std::string default_region = "US";
    bool prevent_duplicates = true;
    model::ContactRule contact_rule{{"mobile"}, {"service"}};
    model::Categories categories;
    model::Streams streams;
    std::string default_category = "marketing";
    Classification classification;
    filters::ContentRules content_rules;
    std::vector<Application> applications;  ///< the first, "default", is everybody not named
    std::vector<Provider> providers;
    Signatures signatures;
    Callbacks callbacks;
    Log log;
    AdminLimits admin;

    std::vector<std::string> warnings;  ///< what `check` and the start print
};

/// Reads a configuration file. `Problem::where` is "FILE:LINE".
model::Result<Settings> load(std::string const& file);
/// The same from text; `name` stands for the file in problems.
model::Result<Settings> parse_settings(std::string_view text, std::string const& name);
/// What runs without a file: SQLite, and every dialect against the sandbox.
Settings embedded_settings();

}  // namespace gateway
