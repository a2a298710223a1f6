// Numbers in decimal, exactly as JSON writes them: no rounding, whatever their size.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chatmock {

class Decimal {
public:
    // Absent if the text is not a number of JSON, or its exponent is beyond 9 digits.
    static std::optional<Decimal> parse(std::string_view text);

    explicit Decimal(std::int64_t value);
    explicit Decimal(std::uint64_t value);

    bool is_negative() const { return negative_; }
    bool is_zero() const { return digits_.empty(); }
    bool is_integer() const { return exponent_ >= 0; }

    // Below 0, 0 or above 0, as this is less than, equal to or greater than the other.
    int compare(const Decimal& other) const;

    // Fails if that takes too long: absent for numbers of thousands of digits or distant exponents.
    std::optional<bool> is_multiple_of(const Decimal& divisor) const;

    // The same for equal numbers: "-12e-3".
    std::string canonical_text() const;

    // Absent unless it is an integer of 64 bits.
    std::optional<std::int64_t> to_int64() const;

private:
    Decimal() = default;
    void normalize();

    bool negative_ = false;
    std::string digits_;        // without zeros at either end; empty for zero
    std::int64_t exponent_ = 0; // of the last digit
};

} // namespace chatmock
