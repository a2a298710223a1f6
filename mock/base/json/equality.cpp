#include "base/json/equality.hpp"

#include "base/json/number.hpp"

#include <algorithm>
#include <functional>

namespace chatmock {

namespace {

std::size_t mixed(std::size_t seed, std::size_t hash) {
    constexpr std::size_t odd = 0x9e3779b97f4a7c15;
    return (seed ^ hash) * odd + (seed >> 7U);
}

std::size_t hash_of_number(const Json& number) {
    return std::hash<std::string>()(decimal_of(number).canonical_text());
}

bool equal_objects(const Json& one, const Json& other) {
    if (one.size() != other.size()) return false;
    for (const auto& [name, value] : one.items()) {
        const auto found = other.find(name);
        if (found == other.end() || !equal(value, *found)) return false;
    }
    return true;
}

} // namespace

bool equal(const Json& one, const Json& other) {
    if (is_number(one)) {
        if (!is_number(other)) return false;
        if (one.type() == other.type() && one.is_number_integer()) return one == other;
        return decimal_of(one).compare(decimal_of(other)) == 0;
    }
    if (one.type() != other.type() || is_number(other)) return false;
    if (one.is_object()) return equal_objects(one, other);
    if (one.is_array()) return std::equal(one.begin(), one.end(), other.begin(), other.end(), equal);
    return one == other;
}

std::size_t hash_of(const Json& value) {
    if (is_number(value)) return hash_of_number(value);
    auto hash = static_cast<std::size_t>(value.type());
    if (value.is_object()) {
        for (const auto& [name, member] : value.items()) // in any order
            hash += mixed(std::hash<std::string>()(name), hash_of(member));
    } else if (value.is_array()) {
        for (const auto& item : value) hash = mixed(hash, hash_of(item));
    } else if (value.is_string()) {
        hash = mixed(hash, std::hash<std::string>()(value.get_ref<const std::string&>()));
    } else if (value.is_boolean()) {
        hash = mixed(hash, value.get<bool>() ? 1 : 2);
    }
    return hash;
}

} // namespace chatmock
