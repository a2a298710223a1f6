#include "control/metrics/exposition.hpp"

#include "base/text/utf8.hpp"

namespace chatmock::control {

namespace {

std::string_view name_of(MetricType type) {
    switch (type) {
        case MetricType::counter: return "counter";
        case MetricType::gauge: return "gauge";
        case MetricType::untyped: break;
    }
    return "untyped";
}

std::string quoted(std::string_view value) {
    std::string text = "\"";
    for (const char c : well_formed(value)) {
        if (c == '\n') {
            text += "\\n";
            continue;
        }
        if (c == '"' || c == '\\') text += '\\';
        text += c;
    }
    return text + '"';
}

} // namespace

void Exposition::begin(std::string_view name, MetricType type, std::string_view help) {
    name_ = name;
    text_.append("# HELP ").append(name).append(" ").append(help).append("\n");
    text_.append("# TYPE ").append(name).append(" ").append(name_of(type)).append("\n");
}

void Exposition::sample(const Labels& labels, std::string_view value) {
    text_ += name_;
    char before = '{';
    for (const auto& [label, own] : labels) {
        text_ += std::exchange(before, ',');
        text_.append(label).append("=").append(quoted(own));
    }
    if (!labels.empty()) text_ += '}';
    text_.append(" ").append(value).append("\n");
}

void Exposition::counter(std::string_view name, std::string_view help, std::uint64_t value) {
    begin(name, MetricType::counter, help);
    sample({}, value);
}

void Exposition::gauge(std::string_view name, std::string_view help, std::uint64_t value) {
    begin(name, MetricType::gauge, help);
    sample({}, value);
}

} // namespace chatmock::control
