// A world with one or two faults, observed by the frames and times at its clients.
#pragma once

#include "support/world_story.hpp"

namespace chatmock::core {

class FaultStory : public WorldStory {
public:
    using WorldStory::WorldStory;

    // Installs the fault; it must be valid.
    void install(const std::string& name, std::string_view fault) {
        call(InstallFault{name, expect_value(policy::parse_fault(json_of(fault), ""))});
    }

    // Sends alice the numbers from `first` to `last`, each as a NewMessage, and returns the numbers that were
    // sent.
    std::string send(int first, int last, const std::string& user = "alice") {
        std::string heard;
        for (int number = first; number <= last; ++number) {
            auto inject = inject_to(user);
            inject.data = Json{{"n", number}};
            inject.enforce_contract = false;
            call(inject);
            heard += numbers();
        }
        return heard;
    }

    // The numbers that the last input sent, in order.
    std::string numbers() const {
        std::string heard;
        for (const auto& line : wire()) {
            const auto at = line.find("\"n\":");
            if (at != std::string::npos) heard += line.substr(at + 4, line.find('}', at) - at - 4) + " ";
        }
        return heard;
    }

    // Passes time, deadline by deadline, and returns the numbers with their times in milliseconds.
    std::string wait(Milliseconds duration) {
        std::string heard;
        const auto start = now();
        const auto end = start + duration;
        while (now() < end) {
            const auto next = next_deadline();
            advance((next && *next < end ? std::max(*next, now()) : end) - now());
            if (const auto came = numbers(); !came.empty())
                heard += "at " + std::to_string((now() - start).count()) + ": " + came;
            if (next && *next >= end) break;
        }
        return heard;
    }

    Json fault(const std::string& name) { return call(GetFault{name}); }
};

} // namespace chatmock::core
