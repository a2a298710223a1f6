// Numbers in decimal, exactly as JSON writes them: no rounding, whatever their size.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chatmock {

class Decimal {
public:
    // Empty if the text is not a JSON number, or its exponent has more than 9 digits.
    static std::optional<Decimal> parse(std::string_view text);

    explicit Decimal(std::int64_t value);
    explicit Decimal(std::uint64_t value);

    bool is_negative() const { return negative_; }
    bool is_zero() const { return digits_.empty(); }
    bool is_integer() const { return exponent_ >= 0; }

    // Negative, 0 or positive, as this is less than, equal to or greater than the other.
    int compare(const Decimal& other) const;

    // Empty if the division would take too long: for numbers of thousands of digits or distant exponents.
    std::optional<bool> is_multiple_of(const Decimal& divisor) const;

    // Equal numbers have equal texts: "-12e-3".
    std::string canonical_text() const;

    // Empty unless it is an integer of 64 bits.
    std::optional<std::int64_t> to_int64() const;

private:
    Decimal() = default;
    void normalize();

    bool negative_ = false;
    std::string digits_;        // without zeros at either end; empty for zero
    std::int64_t exponent_ = 0; // of the last digit
};

} // namespace chatmock
