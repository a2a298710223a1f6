// The functions that the host calls. The host first writes texts and bytes into the room, the buffer that
// chatmock_room() returns. No exception leaves these functions: host_failed() reports it, and the mock ends.
#include "app/cli/exit_code.hpp"
#include "app/command_line.hpp"
#include "embedded/host.hpp"
#include "embedded/mock.hpp"

#include <exception>
#include <iostream>
#include <new>

using namespace chatmock;

namespace {

// One module holds one mock. It is never destroyed: its memory ends with the module.
embedded::Mock& mock() {
    static auto& only = *new embedded::Mock;
    return only;
}

std::string& room() {
    static auto& only = *new std::string;
    return only;
}

void report(std::string_view message) { host_failed(message.data(), message.size()); }

template <typename Act>
void guarded(Act act) {
    try {
        act();
    } catch (const std::bad_alloc&) {
        report("out of memory");
    } catch (const std::exception& error) {
        report(error.what());
    }
}

int only_native(const std::string& verb) {
    return app::unusable(verb +
                         ": the npm package has no part that speaks to other services; the program chatmock "
                         "has it, see docs/INSTALL.md");
}

app::HostVerbs verbs() {
    return {[](const app::Options& options) { return mock().serve(options); },
            [](const app::Options&) { return only_native("health"); },
            [](const app::ServiceOptions&, std::size_t) { return only_native("listen"); },
            [](const app::ServiceOptions&, const app::VerifyOptions&) { return only_native("verify"); },
            [](const app::ServiceOptions&, const app::RecordOptions&) { return only_native("record"); },
            [] {}};
}

std::vector<std::string> arguments_in(const std::string& text) {
    const auto json = parse_json(text);
    return json ? json->get<std::vector<std::string>>() : std::vector<std::string>();
}

template <typename Act>
void on_line(std::int32_t number, Act act) {
    guarded([&] {
        if (auto* const line = mock().line(number)) act(*line);
    });
}

} // namespace

#define EXPORT(name) __attribute__((export_name(#name))) name

extern "C" {

char* EXPORT(chatmock_room)(std::size_t size) {
    room().resize(size);
    return room().data();
}

// The room has the arguments, an array. Returns the exit code; or -1 while the mock serves.
std::int32_t EXPORT(chatmock_main)() {
    int code = app::exit_unusable;
    guarded([&] { code = app::run_command_line(arguments_in(room()), verbs()); });
    std::cout.flush();
    return code;
}

void EXPORT(chatmock_listening)(std::int32_t port, std::int32_t number) {
    guarded([&] { mock().listening(port, number); });
}

// The room has the system's reason.
void EXPORT(chatmock_not_listening)(std::int32_t port, std::int32_t is_taken) {
    guarded([&] { mock().not_listening(port, room(), is_taken != 0); });
}

// The room has the peer's address.
void EXPORT(chatmock_opened)(std::int32_t port, std::int32_t line) {
    guarded([&] { mock().opened(port, line, room()); });
}

// The room has the bytes.
void EXPORT(chatmock_received)(std::int32_t line) {
    on_line(line, [](auto& open) { open.received(room()); });
}

void EXPORT(chatmock_ended)(std::int32_t line) {
    on_line(line, [](auto& open) { open.ended(); });
}

void EXPORT(chatmock_lost)(std::int32_t line) {
    on_line(line, [](auto& open) { open.lost(); });
}

void EXPORT(chatmock_drained)(std::int32_t line) {
    on_line(line, [](auto& open) { open.drained(); });
}

// Runs everything that is due.
void EXPORT(chatmock_run)() {
    guarded([] { mock().loop().run(); });
}

// The milliseconds until the next call of chatmock_run(); -1 if none is needed.
double EXPORT(chatmock_next)() {
    const auto next = mock().loop().next();
    return next ? static_cast<double>(next->count()) : -1;
}

void EXPORT(chatmock_stop)() {
    guarded([] { mock().stop(); });
}
}
