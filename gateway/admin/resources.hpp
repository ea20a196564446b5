// gateway/admin/resources.hpp: what each call does; one file a resource.
#pragma once

#include "gateway/admin/call.hpp"
#include "gateway/admin/parts.hpp"

namespace gateway::admin {

using Answering = boost::asio::awaitable<Answer>;

// customers.cpp
Answering put_customer(Call const& call, Desk& desk);
Answering get_customer(Call const& call, Desk& desk);
Answering delete_customer(Call const& call, Desk& desk);
Answering customer_notes(Call const& call, Desk& desk);
Answering put_customer_preference(Call const& call, Desk& desk);

// duplicates.cpp
Answering list_duplicates(Call const& call, Desk& desk);
Answering merge_customer(Call const& call, Desk& desk);

// consent_dry_run.cpp
Answering dry_run_settings(Call const& call, Desk& desk);

// addresses.cpp
Answering get_address(Call const& call, Desk& desk);
Answering address_notes(Call const& call, Desk& desk);
Answering put_address_preference(Call const& call, Desk& desk);
Answering put_suppression(Call const& call, Desk& desk);
Answering delete_suppression(Call const& call, Desk& desk);

// bulk.cpp
Answering change_many(Call const& call, Desk& desk);

// imports.cpp, exports.cpp
Answering import_rows(Call const& call, Desk& desk);
Answering export_rows(Call const& call, Desk& desk);

// reports.cpp
Answering report_consent(Call const& call, Desk& desk);
Answering report_changes(Call const& call, Desk& desk);

// people.cpp
Answering get_person(Call const& call, Desk& desk);
Answering erase_person(Call const& call, Desk& desk);

// decisions.cpp
Answering dry_run(Call const& call, Desk& desk);

// lists.cpp
Answering prune_list(Call const& call, Desk& desk);
Answering removed_of_list(Call const& call, Desk& desk);

// journal.cpp, explanation.cpp
Answering list_journal(Call const& call, Desk& desk);
Answering explain_decision(Call const& call, Desk& desk);

// feedback.cpp
Answering put_feedback(Call const& call, Desk& desk);
Answering export_feedback(Call const& call, Desk& desk);

// tokens_resource.cpp
Answering list_tokens(Call const& call, Desk& desk);
Answering create_token(Call const& call, Desk& desk);
Answering remove_token(Call const& call, Desk& desk);

// sandbox.cpp
Answering sandbox_messages(Call const& call, Desk& desk);

// health.cpp
Answering alive(Call const& call, Desk& desk);
Answering ready(Call const& call, Desk& desk);
Answering metrics(Call const& call, Desk& desk);

// openapi.cpp
Answering openapi(Call const& call, Desk& desk);

}  // namespace gateway::admin
