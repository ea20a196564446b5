#include "gateway/texts.hpp"

#include "filters/classify/content.hpp"
#include "gateway/calibration.hpp"

#include <algorithm>
#include <utility>

namespace gateway {
namespace {

filters::Judgement unread()
{
    filters::Judgement judgement;
    judgement.step = "model";
    judgement.detail = "not read: the send has more text than classification.text_bytes";
    return judgement;
}

}  // namespace

Texts::Texts(TextSource source, std::size_t text_bytes, model::Send const& send,
             Application const& application, Settings const& settings)
    : source_{std::move(source)},
      text_bytes_{text_bytes},
      send_{send},
      application_{application},
      settings_{settings},
      left_{settings.classification.text_bytes}
{
}

filters::Page const* Texts::page(std::size_t message)
{
    if (read_ == message) return &page_;
    if (left_ < text_bytes_) return nullptr;
    left_ -= text_bytes_;
    page_ = filters::page_of(source_(message), settings_.classification.html_bytes);
    read_ = message;
    return &page_;
}

std::optional<filters::Judgement> Texts::judge(std::size_t message)
{
    auto const* const read = page(message);
    if (read == nullptr) return unread();
    if (read->is_blank()) return std::nullopt;
    auto const& calibration = application_.calibration;
    auto const thresholds = calibration ? calibration->thresholds() : filters::Thresholds{};
    auto judgement =
        filters::judge_content(read->on(channel_of(message)), settings_.content_rules, thresholds);
    bool const sure = judgement.outcome == filters::Outcome::transactional;
    if (sure && judgement.step == "model" && read->is_scant()) {
        judgement.outcome = filters::Outcome::unsure;
        judgement.detail.insert(0, "too few words, ");
    }
    return judgement;
}

model::Channel Texts::channel_of(std::size_t message) const
{
    auto const gets = [&](model::Recipient const& recipient) {
        return recipient.message == message;
    };
    auto const found = std::find_if(send_.recipients.begin(), send_.recipients.end(), gets);
    return found == send_.recipients.end() ? model::Channel::sms : found->channel;
}

}  // namespace gateway
