#include "app/usage_error.hpp"

#include "base/text/ascii.hpp"
#include "base/text/joined.hpp"
#include "base/text/nearest.hpp"

#include <algorithm>

namespace chatmock::app {

namespace {

bool is_option(const std::string& word) { return word.size() > 1 && word.front() == '-'; }

std::vector<std::string> option_names(const CLI::App& verb) {
    std::vector<std::string> names;
    for (const auto* option : verb.get_options()) {
        if (option->nonpositional()) names.push_back(option->get_name());
    }
    return names;
}

// At most three options whose help contains the given name: `--port` finds `--socket`, whose help has "port".
std::vector<std::string> options_about(const CLI::App& verb, const std::string& name) {
    constexpr std::size_t shown_max = 3;
    constexpr std::size_t word_length_min = 3;
    const auto word = ascii_lower_case(name.substr(name.find_first_not_of('-')));
    std::vector<std::string> names;
    for (const auto* option : verb.get_options()) {
        const bool is_about = word.size() >= word_length_min && option->nonpositional() &&
                              ascii_lower_case(option->get_description()).find(word) != std::string::npos;
        if (is_about && names.size() < shown_max) names.push_back(option->get_name());
    }
    return names;
}

std::string see_help(const CLI::App& verb) { return "\"chatmock " + verb.get_name() + " --help\" lists all"; }

std::string unknown_option(const CLI::App& verb, const std::string& given) {
    const auto name = given.substr(0, given.find('='));
    auto near = nearest_names(name, option_names(verb));
    if (near.empty()) near = options_about(verb, name);
    return "unknown option \"" + name + "\"; " +
           (near.empty() ? "" : "did you mean " + joined_quoted(near, " or ") + "? ") + see_help(verb);
}

// The error for words that belong to no option and to no positional argument.
std::string unexpected(const CLI::App& verb) {
    const auto words = verb.remaining();
    const auto option = std::find_if(words.begin(), words.end(), is_option);
    if (option != words.end()) return unknown_option(verb, *option);
    return verb.get_name() + ": expected no further word, got \"" + joined(words, " ") + "\"";
}

std::string missing(const CLI::App& verb) {
    std::vector<std::string> names;
    for (const auto* option : verb.get_options()) {
        if (option->get_required() && option->count() == 0) names.push_back(option->get_name());
    }
    return verb.get_name() + ": expected " + joined(names, " and ") + ", got none; " + see_help(verb);
}

// The library's message begins with the option's name.
std::string wrong_count(const CLI::App& verb, const std::string& text) {
    const auto name = text.substr(0, text.find(':'));
    const auto* option = verb.get_option_no_throw(name);
    if (option == nullptr) return text;
    const auto count = option->count();
    return name + ": expected one value, got " + (count == 0 ? "none" : std::to_string(count));
}

// The library's message is "Could not convert: NAME = VALUE". Only flags have no check of their own.
std::string wrong_flag(const std::string& text) {
    constexpr std::string_view before_name = ": ";
    constexpr std::string_view before_value = " = ";
    const auto name = text.find(before_name);
    const auto value = text.find(before_value);
    if (name == std::string::npos || value == std::string::npos || value < name) return text;
    const auto begin = name + before_name.size();
    return text.substr(begin, value - begin) + ": expected true or false, got \"" +
           text.substr(value + before_value.size()) + "\"";
}

} // namespace

std::string unknown_verb(const CLI::App& program, const std::string& name) {
    std::vector<std::string> names;
    for (const auto* verb : program.get_subcommands([](const CLI::App*) { return true; }))
        names.push_back(verb->get_name());
    if (std::find(names.begin(), names.end(), name) != names.end()) return {};
    return unknown_name_message("verb", name, names);
}

std::string describe_usage_error(const CLI::App& program, const CLI::ParseError& error) {
    const auto verbs = program.get_subcommands();
    const auto& verb = verbs.empty() ? program : *verbs.front();
    const bool is_required = dynamic_cast<const CLI::RequiredError*>(&error) != nullptr;
    const bool has_more = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
    if (has_more || (is_required && verb.remaining_size() > 0)) return unexpected(verb);
    if (is_required) return missing(verb);
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) return wrong_count(verb, error.what());
    if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) return wrong_flag(error.what());
    return error.what();
}

} // namespace chatmock::app
