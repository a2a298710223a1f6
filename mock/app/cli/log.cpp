#include "app/cli/log.hpp"

#include "app/cli/stderr.hpp"
#include "app/cli/stderr_sink.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/spdlog.h>

#include <array>

namespace chatmock::app {

namespace {

bool has_fields = false; // the log's format shows fields
std::shared_ptr<StderrSink> stderr_sink;

// Separates a message from its fields, which are the members of a JSON object.
constexpr char fields_follow = '\x1f';

spdlog::level::level_enum spdlog_level(LogLevel level) {
    constexpr std::array levels = {spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
                                   spdlog::level::err};
    return levels[static_cast<std::size_t>(level)];
}

// The name in --log-level.
std::string_view name_of(spdlog::level::level_enum level) {
    if (level == spdlog::level::warn) return "warn";
    const auto name = spdlog::level::to_string_view(level);
    return {name.data(), name.size()};
}

class Level : public spdlog::custom_flag_formatter {
public:
    void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
        const auto name = name_of(message.level);
        out.append(name.data(), name.data() + name.size());
    }

    std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<Level>(); }
};

std::pair<std::string, std::string> message_and_fields(const spdlog::details::log_msg& message) {
    const std::string text(message.payload.data(), message.payload.size());
    const auto end = text.find(fields_follow);
    if (end == std::string::npos) return {text, ""};
    return {text.substr(0, end), text.substr(end + 1)};
}

class Text : public spdlog::custom_flag_formatter {
public:
    void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
        const auto text = message_and_fields(message).first;
        out.append(text.data(), text.data() + text.size());
    }

    std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<Text>(); }
};

// The message as a JSON string, with quotation marks, and the fields as further members.
class JsonMembers : public spdlog::custom_flag_formatter {
public:
    void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
        const auto [text, fields] = message_and_fields(message);
        const auto members = to_text(Json(text)) + (fields.empty() ? "" : "," + fields);
        out.append(members.data(), members.data() + members.size());
    }

    std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<JsonMembers>(); }
};

} // namespace

void set_up_log(const std::string& format, const std::string& level) {
    auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
    formatter->add_flag<Level>('*');
    has_fields = format == "json";
    if (has_fields) {
        formatter->add_flag<JsonMembers>('j');
        formatter->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%*","message":%j})");
    } else {
        formatter->add_flag<Text>('j');
        formatter->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %* %j");
    }
    stderr_sink = std::make_shared<StderrSink>();
    auto logger = std::make_shared<spdlog::logger>("chatmock", stderr_sink);
    logger->set_formatter(std::move(formatter));
    logger->set_level(spdlog::level::from_str(level));
    logger->flush_on(spdlog::level::trace);
    spdlog::set_default_logger(std::move(logger));
}

void collect_log(std::function<void()> act) {
    stderr_sink->on_waiting(std::move(act));
    spdlog::default_logger_raw()->flush_on(spdlog::level::warn);
}

void write_log() { stderr_sink->flush(); }

void write_log_at_once() {
    write_log();
    stderr_sink->on_waiting({});
    spdlog::default_logger_raw()->flush_on(spdlog::level::trace);
}

bool shows_fields() { return has_fields; }

bool is_log_on_terminal() { return is_stderr_terminal(); }

bool is_logged(LogLevel level) { return spdlog::default_logger_raw()->should_log(spdlog_level(level)); }

void log(LogLevel level, const std::string& sentence, const Json& fields) {
    const auto members = to_text(fields);
    spdlog::default_logger_raw()->log(spdlog_level(level), "{}{}{}", sentence, fields_follow,
                                      members.substr(1, members.size() - 2));
}

} // namespace chatmock::app
