// tests/histories/reference.hpp: design §2, §3 and §5 once more, slow and obvious, written apart from the code: plain maps
// of texts, every rule spelt out, everything looked at each time. It keeps what is so, not how it came to be so, and
// shares nothing with store/ and filters/ but the words of store/model in which changes are told.
#pragma once

#include "store/model/ledger.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace reference {

/// How the sender set things up.
struct Category {
    std::string name;
    bool promotional = true;
    std::string rule = "opt_out";  ///< "opt_out", "opt_in", "always"
};
struct Setup {
    bool phone_default = true;
    bool email_default = true;
    std::string stop_reply_scope = "channel";
    std::string complaint_scope = "promotional";
    std::set<std::string> labels_accepted;  ///< for sms; empty: any
    std::set<std::string> own_switch;       ///< streams
};

struct Question {
    std::string channel;
    std::string stream;  ///< may be empty
    std::string sender;  ///< may be empty
    std::string address;
    std::string customer;  ///< whom the send names; empty, or unknown: nobody
};

class People {
public:
    /// What is called otherwise later, by what it is called at first. It is one thing all the time.
    explicit People(std::map<std::string, std::string> renamed) : renamed_{std::move(renamed)} {}

    /// Whether the change is made; if not, nothing is.
    bool apply(model::Change const& change);

    /// "allowed", or why not, or "always_allowed".
    std::string decide(Question const& question, Category const& category,
                       Setup const& setup) const;

private:
    /// 0: the settings' word, or a label's; 1: somebody's; 2: the recipient's own.
    using Weight = int;
    struct Choice {
        bool stop = true;
        Weight weight = 1;
        bool by_label = false;
    };
    using Slot = std::pair<std::string, std::string>;  ///< channel ("": any), what is covered
    using Choices = std::map<Slot, Choice>;
    struct Contact {
        std::string label;
        bool opted_in = false;  ///< its label said yes to SMS
    };
    using Start = std::optional<std::pair<bool, bool>>;  ///< phone, e-mail
    struct Customer {
        std::map<std::string, Contact> contacts;
        Choices choices;
        Start start;
        std::string copy_of;
    };
    /// channel, suppression, sender
    using HardStop = std::tuple<std::string, std::string, std::string>;
    struct Known {
        Choices choices;
        std::map<HardStop, Weight> hard_stops;
        bool erased = false;
        std::set<std::string> ever_held_by;
    };

    struct Voices;
    Voices voices(Question const& question) const;
    bool hard(Question const& question, Category const& category, Setup const& setup) const;
    bool covers(Slot const& slot, Question const& question, Category const& category,
                Setup const& setup) const;
    static bool open(Voices const& heard, bool mail, Setup const& setup);
    static bool accepted(Voices const& heard, Setup const& setup);

    std::vector<Choices*> choices_of(model::Subject const& subject);
    bool set(model::SetPreference const& set, model::Attribution const& by);
    bool set(model::SetHardStop const& set, model::Attribution const& by);
    bool lift(model::LiftHardStop const& lift, model::Attribution const& by);
    bool put(model::PutCustomer const& put);
    bool remove(std::string const& id);
    bool merge(std::string const& into, std::string const& from);
    bool erase(std::string const& address);

    bool somebody_else_owns(model::Customer const& wanted) const;
    bool fits(model::Customer const& wanted, bool links) const;
    void put_contacts(model::PutCustomer const& put);
    void add_contact(std::string const& id, std::string const& address, std::string const& label,
                     model::ContactRule const& rule);
    /// Stops of at least that weight stay with the address.
    void drop_contact(std::string const& id, std::string const& address, Weight least = 2);
    std::set<std::string> who_goes_with(std::string const& address);
    void forget(std::string const& id);
    void end_label_consent(std::string const& address);
    std::set<std::string> group_of(std::string const& id) const;
    bool leads_to(std::string const& id, std::string const& to) const;
    static void take_stricter(Choices& choices, Choices const& others);
    static void take_stricter(Start& start, Start const& other);
    void make_equal(std::set<std::string> const& group);
    std::string link_of_whole(std::string const& into, std::string const& from) const;

    std::string now_called(std::string const& name) const;

    std::map<std::string, std::string> const renamed_;
    std::map<std::string, Customer> customers_;
    std::map<std::string, Known> addresses_;
    std::set<std::string> categories_by_label_;
};

}  // namespace reference
