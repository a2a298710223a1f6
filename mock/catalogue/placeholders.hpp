// Placeholders in the strings of a payload:
//
//   ${now}  ${now+5s}  ${now-2h}   the mock's time, shifted by ms, s, m, h or d
//   ${uuid}                        a new UUID at each place
//   ${seq}                         1, 2, 3, ... at each place
//   ${user}                        the recipient
//   $${now}                        the text ${now}
#pragma once

#include "base/json.hpp"
#include "base/seeded.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace chatmock::catalogue {

// The payload with every ${ in its strings as $${, so that a template of it renders the payload itself.
Json with_placeholders_escaped(Json payload);

// How many of each were drawn so far.
struct Counters {
    std::uint64_t uuid = 0;
    std::uint64_t seq = 0;
};

// What placeholders are filled from.
struct Filling {
    Instant now;
    std::string_view user;
    const Seeded& seeded;
};

// A payload whose placeholders are known to be valid.
class Template {
public:
    Template() = default;

    // Fails with `unknown_placeholder`, whose `at` is a pointer below `at`.
    static Result<Template> compile(Json payload, const std::string& at);

    const Json& payload() const { return payload_; }

    // Whether renderings differ at all, and whether they differ by recipient.
    bool is_dynamic() const { return placeholders_ > 0; }
    bool is_per_user() const { return users_ > 0; }

    // What the placeholders amount to, at the most, where this is the recipient.
    std::size_t bytes_filled(std::string_view user) const;

    // Draws from `counters`: the same counters give the same bytes.
    Json render(const Filling& filling, Counters& counters) const;

    // Filled with samples, always the same: for what has to be said of a payload before it is sent.
    Json sample() const;

private:
    Json payload_;
    std::size_t placeholders_ = 0; // and escapes
    std::size_t users_ = 0;        // of these, how many stand for the recipient
};

} // namespace chatmock::catalogue
