// Values in the text format of Prometheus, version 0.0.4.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace chatmock::control {

constexpr const char* exposition_type = "text/plain; version=0.0.4; charset=utf-8";

enum class MetricType { counter, gauge, untyped };

class Exposition {
public:
    using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

    // Begins a metric; its samples follow. Each name may begin once.
    void begin(std::string_view name, MetricType type, std::string_view help);
    void sample(const Labels& labels, std::string_view value);
    void sample(const Labels& labels, std::uint64_t value) { sample(labels, std::to_string(value)); }

    // A metric with one sample, without labels.
    void counter(std::string_view name, std::string_view help, std::uint64_t value);
    void gauge(std::string_view name, std::string_view help, std::uint64_t value);

    std::string take() { return std::move(text_); }

private:
    std::string name_;
    std::string text_;
};

} // namespace chatmock::control
