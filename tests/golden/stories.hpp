// Whole stories, whose transcripts are approved files in this folder: NAME.jsonl.
#pragma once

#include <string>
#include <vector>

namespace chatmock::golden {

struct Story {
    std::string name;
    std::string (*play)(); // returns its transcript
};

std::vector<Story> stories_of_clients();
std::vector<Story> stories_of_control();

inline std::vector<Story> stories() {
    auto all = stories_of_clients();
    for (auto& story : stories_of_control()) all.push_back(std::move(story));
    return all;
}

} // namespace chatmock::golden
