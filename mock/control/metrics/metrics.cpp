#include "control/metrics/metrics.hpp"

#include "control/metrics/exposition.hpp"

#include <array>
#include <cstdio>

namespace chatmock::control {

namespace {

// With milliseconds.
std::string seconds_of(Instant instant) {
    constexpr double ms_per_second = 1000;
    std::array<char, 32> text{};
    const auto ms = static_cast<double>(instant.time_since_epoch().count());
    std::snprintf(text.data(), text.size(), "%.3f", ms / ms_per_second);
    return text.data();
}

void write(Exposition& out, std::string_view name, std::string_view help, std::string_view label,
           const core::CountByName& counts) {
    out.begin(name, MetricType::counter, help);
    for (const auto& [value, count] : counts) out.sample({{label, value}}, count);
}

void write(Exposition& out, std::string_view name, MetricType type, std::string_view help,
           const core::TrafficByEvent& traffic, std::uint64_t core::Traffic::*member) {
    out.begin(name, type, help);
    for (const auto& [event, sum] : traffic) out.sample({{"event", event}}, sum.*member);
}

void write_traffic(Exposition& out, const core::Totals& totals) {
    using core::Traffic;
    write(out, "socket_io_events_sent_total", MetricType::counter,
          "Events to clients, each once for each recipient.", totals.sent, &Traffic::events);
    write(out, "socket_io_events_received_total", MetricType::counter, "Events from clients.",
          totals.received, &Traffic::events);
    write(out, "socket_io_transmit_bytes", MetricType::untyped,
          "Payloads of events to clients, as JSON, in bytes. It only grows.", totals.sent, &Traffic::bytes);
    write(out, "socket_io_recieve_bytes", MetricType::untyped,
          "Payloads of events from clients, as JSON, in bytes. It only grows.", totals.received,
          &Traffic::bytes);
}

void write_clients(Exposition& out, const core::Metrics& metrics) {
    const auto& totals = metrics.totals;
    std::uint64_t violations = 0;
    for (const auto& [code, count] : totals.violations) violations += count;
    out.gauge("socket_io_connected", "Connected clients, each once for each of its namespaces.",
              metrics.connected);
    out.counter("socket_io_connect_total", "Clients that joined a namespace.", totals.connects);
    write(out, "socket_io_disconnect_total", "Clients that left a namespace, by reason.", "reason",
          totals.disconnects);
    out.counter("socket_io_errors_total", "Violations by clients.", violations);
    write_traffic(out, totals);
    out.gauge("chatmock_sessions", "Engine.IO sessions.", metrics.sessions);
    out.counter("chatmock_refusals_total", "Clients that were refused.", totals.refusals);
    write(out, "chatmock_violations_total", "Violations by clients, by code.", "code", totals.violations);
    write(out, "chatmock_faults_struck_total", "Strikes of faults, by the kind of the fault.", "do",
          totals.strikes);
}

void write(Exposition& out, std::string_view name, std::string_view help, std::string_view limit_name,
           const core::Use& use) {
    out.gauge(name, help, use.used);
    out.gauge(limit_name, "The limit of " + std::string(name) + ".", use.limit);
}

void write_sandboxes(Exposition& out, const core::Metrics& metrics) {
    write_clients(out, metrics);
    out.counter("chatmock_reloads_total", "Reloads of saved files, each once for each sandbox.",
                metrics.totals.reloads);
    write(out, "chatmock_queued_bytes", "Packets that wait for polls, in bytes.",
          "chatmock_queued_limit_bytes", metrics.queued_bytes);
    write(out, "chatmock_journal_entries", "Entries of the journal.", "chatmock_journal_limit_entries",
          metrics.journal_entries);
    write(out, "chatmock_journal_bytes", "The journal, in bytes.", "chatmock_journal_limit_bytes",
          metrics.journal_bytes);
    write(out, "chatmock_transcript_bytes", "The transcript of the run, in bytes.",
          "chatmock_transcript_limit_bytes", metrics.transcript_bytes);
    out.gauge("chatmock_clock_held", "1 if calls move the clock, otherwise 0.",
              metrics.is_clock_held ? 1 : 0);
    out.begin("chatmock_clock_time_seconds", MetricType::gauge,
              "The time of the clock at its last input, since 1970.");
    out.sample({}, seconds_of(metrics.now));
}

void write_port(Exposition& out, const PortUse& port) {
    constexpr std::string_view no_route = "other";
    out.begin("chatmock_control_calls_total", MetricType::counter,
              "Answered control calls, by method, route and class of the status.");
    for (const auto& [key, count] : port.answers.all()) {
        const auto status = std::to_string(key.status_class) + "xx";
        const bool has_route = !key.pattern.empty();
        out.sample({{"method", has_route ? key.method : no_route},
                    {"route", has_route ? key.pattern : no_route},
                    {"status", status}},
                   count);
    }
    out.gauge("chatmock_control_calls_waiting", "Control calls without an answer.", port.waiting);
    out.gauge("chatmock_journal_streams", "Readers of GET /journal/stream.", port.streams);
}

void write_process(Exposition& out, const Readings& readings, const BuildFacts& build) {
    out.gauge("chatmock_sandboxes", "Sandboxes, with `default`.", readings.sandboxes.sandboxes);
    write(out, "chatmock_unsent_bytes", "Bytes that clients have not read from their sockets.",
          "chatmock_unsent_limit_bytes", readings.unsent_bytes);
    out.begin("chatmock_build_info", MetricType::gauge, "Always 1; the labels are the facts.");
    out.sample({{"version", build.version}, {"commit", build.commit}}, 1);
    out.begin("process_resident_memory_bytes", MetricType::gauge, "Memory of the process, in bytes.");
    if (readings.resident_memory) out.sample({}, *readings.resident_memory);
    out.begin("process_start_time_seconds", MetricType::gauge, "The start of the process, since 1970.");
    out.sample({}, seconds_of(readings.begun_at));
}

} // namespace

std::string metrics_text(const core::Metrics& sandbox) {
    Exposition out;
    write_sandboxes(out, sandbox);
    return out.take();
}

std::string metrics_text(const Readings& readings, const PortUse& port, const BuildFacts& build) {
    Exposition out;
    write_sandboxes(out, readings.sandboxes);
    write_port(out, port);
    write_process(out, readings, build);
    return out.take();
}

} // namespace chatmock::control
