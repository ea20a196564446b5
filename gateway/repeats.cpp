#include "gateway/repeats.hpp"

namespace gateway {

void Repeats::limit(std::size_t most)
{
    std::lock_guard const lock{mutex_};
    most_ = most;
}

bool Repeats::take(providers::auth::Digest const& signature, model::Time now, model::Time until)
{
    std::lock_guard const lock{mutex_};
    while (!by_age_.empty() && (by_age_.front().until < now || by_age_.size() >= most_)) {
        taken_.erase(by_age_.front().at);
        by_age_.pop_front();
    }
    auto const [at, is_new] = taken_.insert(signature);
    if (is_new) by_age_.push_back({until, at});
    return is_new;
}

}  // namespace gateway
