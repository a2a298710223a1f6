#include "base/json/number.hpp"

#include <cstdlib>

namespace chatmock {

namespace {

constexpr std::uint64_t kept_text = 0x4e554d; // the subtype

bool keeps_text(const Json& value) {
    if (!value.is_binary()) return false;
    const auto& bytes = value.get_binary();
    return bytes.has_subtype() && bytes.subtype() == kept_text;
}

Json keep(std::string_view text) { return Json::binary(SharedBytes(std::string(text)), kept_text); }

} // namespace

bool is_number(const Json& value) { return value.is_number() || keeps_text(value); }

bool is_bytes(const Json& value) { return value.is_binary() && !keeps_text(value); }

std::optional<std::int64_t> integer_of(const Json& value) {
    return is_number(value) ? decimal_of(value).to_int64() : std::nullopt;
}

std::optional<double> double_of(const Json& value) {
    if (value.is_number()) return value.get<double>();
    if (!is_number(value)) return std::nullopt;
    return std::strtod(number_text(value).c_str(), nullptr);
}

Json number_from(std::string_view text) {
    const auto decimal = Decimal::parse(text);
    if (decimal && text.find_first_of(".eE") == std::string_view::npos) {
        const auto integer = decimal->to_int64();
        if (integer && std::to_string(*integer) == text) {
            return *integer < 0 ? Json(*integer) : Json(static_cast<std::uint64_t>(*integer));
        }
        const auto natural = std::strtoull(std::string(text).c_str(), nullptr, 10);
        return std::to_string(natural) == text ? Json(static_cast<std::uint64_t>(natural)) : keep(text);
    }
    const Json number = std::strtod(std::string(text).c_str(), nullptr);
    return number.dump() == text ? number : keep(text);
}

std::string number_text(const Json& number) {
    if (!number.is_binary()) return number.dump();
    return std::string(number.get_binary().text());
}

Decimal decimal_of(const Json& number) {
    if (number.is_number_unsigned()) return Decimal(number.get<std::uint64_t>());
    if (number.is_number_integer()) return Decimal(number.get<std::int64_t>());
    return Decimal::parse(number_text(number)).value_or(Decimal(std::int64_t{0}));
}

} // namespace chatmock
