#include "schema/format/format.hpp"

namespace chatmock::schema {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads a text from its beginning. After the first mismatch, every read fails.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    // A number with exactly this many digits, within the bounds.
    int number(std::size_t digits, int least, int most) {
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            if (i >= rest_.size() || !is_digit(rest_[i])) return fail();
            value = value * 10 + (rest_[i] - '0');
        }
        rest_.remove_prefix(digits);
        return value < least || value > most ? fail() : value;
    }

    // One of these characters.
    char one_of(std::string_view characters) {
        if (rest_.empty() || characters.find(rest_.front()) == characters.npos)
            return static_cast<char>(fail());
        const char found = rest_.front();
        rest_.remove_prefix(1);
        return found;
    }

    bool begins_with(char c) const { return !rest_.empty() && rest_.front() == c; }

    std::size_t digits() {
        std::size_t length = 0;
        while (length < rest_.size() && is_digit(rest_[length])) ++length;
        rest_.remove_prefix(length);
        return length;
    }

    int fail() {
        failed_ = true;
        return 0;
    }

    bool is_done() const { return !failed_ && rest_.empty(); }
    bool is_failed() const { return failed_; }

private:
    std::string_view rest_;
    bool failed_ = false;
};

int days_in(int year, int month) {
    if (month == 2) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

void read_date(Reader& reader) {
    const int year = reader.number(4, 0, 9999);
    reader.one_of("-");
    const int month = reader.number(2, 1, 12);
    reader.one_of("-");
    reader.number(2, 1, days_in(year, month));
}

void read_time(Reader& reader) {
    constexpr int minutes_a_day = 24 * 60;
    const int hour = reader.number(2, 0, 23);
    reader.one_of(":");
    const int minute = reader.number(2, 0, 59);
    reader.one_of(":");
    const int second = reader.number(2, 0, 60);
    if (reader.begins_with('.')) {
        reader.one_of(".");
        if (reader.digits() == 0) reader.fail();
    }
    int offset = 0;
    if (const char sign = reader.one_of("Zz+-"); sign == '+' || sign == '-') {
        const int hours = reader.number(2, 0, 23);
        reader.one_of(":");
        offset = (hours * 60 + reader.number(2, 0, 59)) * (sign == '+' ? 1 : -1);
    }
    const int utc = (hour * 60 + minute - offset + 2 * minutes_a_day) % minutes_a_day;
    if (second == 60 && utc != minutes_a_day - 1) reader.fail();
}

// Numbers with these units in this order, without gaps. True if there is at least one.
bool read_amounts(Reader& reader, std::string_view units) {
    bool any = false;
    while (!units.empty() && reader.digits() > 0) {
        const char unit = reader.one_of(any ? units.substr(0, 1) : units);
        if (reader.is_failed()) return false;
        units.remove_prefix(units.find(unit) + 1);
        any = true;
    }
    return any;
}

} // namespace

bool is_date(std::string_view text) {
    Reader reader(text);
    read_date(reader);
    return reader.is_done();
}

bool is_time(std::string_view text) {
    Reader reader(text);
    read_time(reader);
    return reader.is_done();
}

bool is_date_time(std::string_view text) {
    Reader reader(text);
    read_date(reader);
    reader.one_of("Tt");
    read_time(reader);
    return reader.is_done();
}

bool is_duration(std::string_view text) {
    if (text.size() > 2 && text.back() == 'W') {
        Reader weeks(text.substr(1, text.size() - 2));
        return text.front() == 'P' && weeks.digits() > 0 && weeks.is_done();
    }
    Reader reader(text);
    reader.one_of("P");
    const bool has_date = read_amounts(reader, "YMD");
    if (!reader.begins_with('T')) return has_date && reader.is_done();
    reader.one_of("T");
    return read_amounts(reader, "HMS") && reader.is_done();
}

} // namespace chatmock::schema
