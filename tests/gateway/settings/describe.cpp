#include "tests/gateway/settings/describe.hpp"

#include <sstream>

namespace gateway::settings {

namespace {

class Lines {
public:
    template <class... Values>
    void add(char const* name, Values const&... values)
    {
        out_ << name;
        ((out_ << ' ' << shown(values)), ...);
        out_ << '\n';
    }
    std::string text() const { return out_.str(); }

private:
    template <class T>
    static auto shown(T const& value)
    {
        if constexpr (std::is_enum_v<T>) {
            return static_cast<int>(value);
        } else if constexpr (std::is_same_v<T, std::chrono::milliseconds>) {
            return value.count();
        } else if constexpr (std::is_same_v<T, Endpoint>) {
            return value.host + ":" + std::to_string(value.port);
        } else if constexpr (std::is_same_v<T, std::vector<std::string>>) {
            std::string all;
            for (auto const& one : value)
                all += one + ",";
            return all;
        } else {
            return value;
        }
    }

    std::ostringstream out_;
};

void add_bounds(Lines& lines, Settings const& s)
{
    lines.add("listen", s.listen.gateway, s.listen.gateway_tls.certificate,
              s.listen.gateway_tls.key, s.listen.admin, s.listen.admin_tls.certificate,
              s.listen.admin_tls.key, s.listen.threads);
    auto const& l = s.limits;
    lines.add("limits", l.head_bytes, l.fields, l.body_bytes, l.memory_bytes, l.recipients,
              l.connections);
    lines.add("timeouts", l.head_timeout, l.body_timeout, l.idle_timeout, l.write_timeout,
              l.drain_timeout, l.look_ups);
    lines.add("store", s.store_url, s.store_queue, s.store_gather, s.store_max_bytes,
              s.snapshot_interval, s.snapshot_changes);
    lines.add("journal", s.journal.retention.age.count(), s.journal.retention.rows,
              s.journal.delivered, s.journal.keep_text);
    auto const& c = s.classification;
    lines.add("classification", c.enabled, c.guard, c.policy.unsure, c.text_bytes, c.html_bytes,
              s.categories[c.policy.promotional].name, s.categories[c.policy.transactional].name);
    lines.add("consent", s.consent.phone_default, s.consent.email_default, s.consent.stop_reply,
              s.consent.complaint, s.consent.labels_accepted, s.default_region,
              s.prevent_duplicates);
    lines.add("signatures", s.signatures.clock_skew, s.signatures.remembered);
    lines.add("callbacks", s.callbacks.enabled, s.callbacks.allow_private, s.callbacks.timeout,
              s.callbacks.waiting, s.callbacks.look_ups);
    lines.add("log", s.log.access, s.log.level);
    lines.add("admin", s.admin.body_bytes, s.admin.bulk_bytes, s.admin.upload_bytes,
              s.admin.spool_folder, s.admin.spool_bytes, s.admin.spool_lists, s.admin.spool_time,
              s.admin.wrong_tokens, s.admin.back_off, s.admin.longest_back_off,
              s.admin.sandbox_messages, s.admin.readers, s.admin.query_time);
}

void add_categories(Lines& lines, Settings const& s)
{
    for (auto const& c : s.categories.all()) {
        lines.add("category", c.name, c.kind, c.rule, c.mode, c.doubt, c.formerly, c.retired);
    }
    lines.add("default_category", s.default_category);
    for (auto const& stream : s.streams.all()) {
        lines.add("stream", stream.name, stream.own_switch, stream.formerly, stream.retired);
    }
    lines.add("contact_rule", s.contact_rule.labels, s.contact_rule.categories);
}

void add_application(Lines& lines, Application const& a, Settings const& s)
{
    lines.add("application", a.name, a.credentials, a.token_digest, a.mode, a.refusal,
              a.may_set_category, a.default_category, a.classify, a.guard, a.calibrate);
    for (auto const& m : a.mappings) {
        lines.add("mapping", m.sender, m.template_id, m.stream, m.path_prefix,
                  s.categories[m.category].name);
    }
}

void add_provider(Lines& lines, Provider const& p, Settings const& s)
{
    lines.add("provider", p.name, p.dialect->name, p.upstream, p.ca_file, p.host, p.listen, p.mode,
              p.signed_messages, p.public_url);
    auto const& u = p.limits;
    lines.add("upstream", u.connect_timeout, u.response_timeout, u.body_timeout, u.idle_timeout,
              u.waiting_timeout, u.idle, u.in_flight, u.waiting, u.head_bytes, u.merged_bytes);
    lines.add("credential", p.credential.empty(), p.holders.size());
    for (auto const& h : p.hints)
        lines.add("hint", h.hint, h.value, s.categories[h.category].name);
}

}  // namespace

std::string describe(Settings const& s)
{
    Lines lines;
    add_bounds(lines, s);
    add_categories(lines, s);
    for (auto const& application : s.applications)
        add_application(lines, application, s);
    for (auto const& provider : s.providers)
        add_provider(lines, provider, s);
    return lines.text();
}

}  // namespace gateway::settings
