#include "schema/pattern/ecma_pattern.hpp"

#include "schema/pattern/ecma_escape.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace chatmock::schema {

namespace {

constexpr std::string_view any_but_line_ends = R"([^\n\r\x{2028}\x{2029}])";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Translation {
public:
    explicit Translation(std::string_view pattern) : rest_(pattern) { find_groups(); }

    Result<std::string> all() {
        while (!rest_.empty() && !problem_) translate_next();
        if (!problem_ && depth_ > 0) fail("a ) is missing");
        if (problem_) return *problem_;
        return std::move(out_);
    }

private:
    // Finds all groups and their names first: a reference may precede its group.
    void find_groups() {
        bool in_class = false;
        for (std::size_t i = 0; i < rest_.size(); ++i) {
            const char c = rest_[i];
            if (c == '\\') ++i;
            else if (in_class) in_class = c != ']';
            else if (c == '[') in_class = true;
            else if (c == '(') find_group(rest_.substr(i + 1));
        }
    }

    void find_group(std::string_view after) {
        const bool is_named =
            after.substr(0, 2) == "?<" && after.size() > 2 && after[2] != '=' && after[2] != '!';
        if (!is_named && after.substr(0, 1) == "?") return;
        ++groups_;
        if (!is_named) return;
        const auto name =
            std::string(after.substr(2, after.find('>') == after.npos ? 0 : after.find('>') - 2));
        if (!names_.emplace(name, groups_).second) fail("two groups have the name " + name);
    }

    void translate_next() {
        switch (const char c = rest_.front(); c) {
            case '\\': return translate_escape();
            case '[': return add(take_class(rest_));
            case '(': return open_group();
            case ')': return close_group();
            case '*':
            case '+':
            case '?': return take_quantifier(1);
            case '{': return take_braces();
            case '.': out_ += any_but_line_ends; break;
            case ']':
            case '}':
                out_ += '\\';
                out_ += c;
                break;
            default: out_ += c;
        }
        rest_.remove_prefix(1);
    }

    void translate_escape() {
        const char next = rest_.size() > 1 ? rest_[1] : '\0';
        if (next == 'b' || next == 'B') {
            out_ += rest_.substr(0, 2);
            rest_.remove_prefix(2);
        } else if (next >= '1' && next <= '9') {
            refer_to_number();
        } else if (next == 'k') {
            refer_to_name();
        } else {
            const auto escape = take_escape(rest_);
            if (!escape) fail(escape.error().message);
            else out_ += escape->set.empty() ? escaped(escape->code_point) : "[" + escape->set + "]";
        }
    }

    void refer_to_number() {
        std::size_t length = 1;
        while (length < rest_.size() && is_digit(rest_[length])) ++length;
        const auto digits = std::string(rest_.substr(1, length - 1));
        if (digits.size() > 4 || std::stoul(digits) > groups_) return fail("there is no group " + digits);
        out_ += "\\g{" + digits + "}";
        rest_.remove_prefix(length);
    }

    void refer_to_name() {
        const auto end = rest_.find('>');
        const bool is_named = rest_.substr(2, 1) == "<" && end != std::string_view::npos;
        const auto name = is_named ? std::string(rest_.substr(3, end - 3)) : "";
        const auto found = names_.find(name);
        if (found == names_.end()) return fail("there is no group of the name \"" + name + "\"");
        out_ += "\\g{" + std::to_string(found->second) + "}";
        rest_.remove_prefix(end + 1);
    }

    void open_group() {
        ++depth_;
        if (rest_.substr(1, 1) == "*") return fail("there is nothing to repeat before *");
        if (rest_.substr(1, 1) != "?") return copy(1);
        for (const std::string_view known : {"(?:", "(?=", "(?!", "(?<=", "(?<!"}) {
            if (rest_.substr(0, known.size()) == known) return copy(known.size());
        }
        const auto end = rest_.find('>');
        if (rest_.substr(2, 1) != "<" || end == std::string_view::npos || end == 3)
            return fail("ECMA-262 has no group that begins with " + std::string(rest_.substr(0, 3)));
        out_ += '('; // the name is registered already
        rest_.remove_prefix(end + 1);
    }

    void close_group() {
        if (depth_ == 0) return fail("there is a ) too many");
        --depth_;
        copy(1);
    }

    void add(const Result<std::string>& translated) {
        if (translated) out_ += *translated;
        else fail(translated.error().message);
    }

    void fail(std::string words) {
        if (!problem_) problem_ = Error{ErrorCode::invalid_value, std::move(words)};
    }

    void copy(std::size_t length) {
        out_ += rest_.substr(0, length);
        rest_.remove_prefix(length);
    }

    void take_quantifier(std::size_t length) {
        copy(length);
        if (rest_.substr(0, 1) == "?") copy(1);
        if (!rest_.empty() && (rest_.front() == '+' || rest_.front() == '*' || rest_.front() == '?'))
            fail("a quantifier follows another one");
    }

    // {3}, {3,} or {3,5}; any other brace is itself.
    void take_braces() {
        const auto end = rest_.find('}');
        const auto inner = end == std::string_view::npos ? std::string_view() : rest_.substr(1, end - 1);
        const auto comma = inner.find(',');
        const auto all_digits = [](std::string_view text) {
            return std::all_of(text.begin(), text.end(), is_digit);
        };
        const bool is_quantifier = !inner.empty() && is_digit(inner.front()) &&
                                   all_digits(inner.substr(0, comma)) &&
                                   (comma == inner.npos || all_digits(inner.substr(comma + 1)));
        if (is_quantifier) return take_quantifier(end + 1);
        out_ += "\\{";
        rest_.remove_prefix(1);
    }

    std::string_view rest_;
    std::string out_;
    std::optional<Error> problem_;
    std::size_t depth_ = 0;
    std::size_t groups_ = 0;
    std::map<std::string, std::size_t> names_;
};

} // namespace

Result<std::string> translate_ecma(std::string_view pattern) { return Translation(pattern).all(); }

} // namespace chatmock::schema
