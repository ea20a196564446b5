// gateway/texts.hpp: the texts of one send, read where somebody asks for them, and within what one send may cost.
#pragma once

#include "filters/classify/classify.hpp"
#include "filters/classify/page.hpp"
#include "gateway/settings/settings.hpp"
#include "store/model/send.hpp"

#include <cstddef>
#include <functional>
#include <optional>

namespace gateway {

/// What message of that number says.
using TextSource = std::function<model::Text(std::size_t message)>;

class Texts {
public:
    /// `text_bytes`: what reading one of them costs. All but the source outlives this.
    Texts(TextSource source, std::size_t text_bytes, model::Send const& send,
          Application const& application, Settings const& settings);

    /// What rules and model say of a message; unsure where the send has cost too much already; none: there is no word to
    /// judge by.
    std::optional<filters::Judgement> judge(std::size_t message);

    /// Null where the send has cost too much already. Until the next call.
    filters::Page const* page(std::size_t message);

private:
    model::Channel channel_of(std::size_t message) const;

    TextSource source_;
    std::size_t text_bytes_;
    model::Send const& send_;
    Application const& application_;
    Settings const& settings_;
    std::size_t left_;                    ///< bytes that may still be read
    std::size_t read_ = std::size_t(-1);  ///< the message of `page_`
    filters::Page page_;
};

}  // namespace gateway
