// Immutable bytes: copies of a value share them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace chatmock {

// The BinaryType of nlohmann::basic_json.
class SharedBytes {
public:
    using value_type = std::uint8_t;
    using const_iterator = const std::uint8_t*;
    using iterator = const_iterator;

    SharedBytes() = default;
    SharedBytes(std::shared_ptr<const std::string> bytes) : bytes_(std::move(bytes)) {}
    explicit SharedBytes(std::string bytes) : bytes_(std::make_shared<const std::string>(std::move(bytes))) {}
    SharedBytes(std::initializer_list<std::uint8_t> bytes)
        : SharedBytes(std::string(bytes.begin(), bytes.end())) {}

    std::string_view text() const { return bytes_ == nullptr ? std::string_view() : *bytes_; }

    std::size_t size() const { return text().size(); }
    bool empty() const { return text().empty(); }
    const_iterator begin() const { return reinterpret_cast<const std::uint8_t*>(text().data()); }
    const_iterator end() const { return begin() + size(); }
    const_iterator cbegin() const { return begin(); }
    const_iterator cend() const { return end(); }
    std::uint8_t back() const { return static_cast<std::uint8_t>(text().back()); }

    void clear() { bytes_.reset(); }

    // The bytes, for an owner that outlives this value. Null if there are none.
    const std::shared_ptr<const std::string>& shared() const { return bytes_; }

    friend bool operator==(const SharedBytes& one, const SharedBytes& other) {
        return one.text() == other.text();
    }
    friend bool operator<(const SharedBytes& one, const SharedBytes& other) {
        return one.text() < other.text();
    }

private:
    std::shared_ptr<const std::string> bytes_;
};

} // namespace chatmock
