// Choices derived from a seed: the same on every machine, unlike the distributions of the standard library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <random>

namespace chatmock::random {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}

    // From 0 to `end` - 1.
    std::size_t below(std::size_t end) { return static_cast<std::size_t>(engine_() % end); }

    bool one_in(std::size_t count) { return below(count) == 0; }
    bool percent(std::size_t chance) { return below(100) < chance; }

    template <typename Value>
    Value among(std::initializer_list<Value> values) {
        return values.begin()[below(values.size())];
    }

    // Precondition: the list is not empty.
    template <typename List>
    const auto& of(const List& list) {
        return *std::next(list.begin(), static_cast<std::ptrdiff_t>(below(list.size())));
    }

    // An index, with the probability of its weight.
    std::size_t weighted(std::initializer_list<unsigned> weights) {
        std::uint64_t sum = 0;
        for (const auto weight : weights) sum += weight;
        auto rolled = below(sum);
        std::size_t index = 0;
        for (const auto weight : weights) {
            if (rolled < weight) break;
            rolled -= weight;
            ++index;
        }
        return index;
    }

private:
    std::mt19937_64 engine_;
};

} // namespace chatmock::random
