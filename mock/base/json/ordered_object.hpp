// The object of Json. Like nlohmann::ordered_map, it keeps members in the order in which they were added, and
// finds them by a linear search. Large objects use an index, so the time never grows with the square of the
// input.
#pragma once

#include "base/json/key_index.hpp"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace chatmock {

// Not std::equal_to<>, which compares anything: basic_json would then consider its deprecated comparison of a
// pointer with text wherever a value is looked up by JSON Pointer.
struct SameKey {
    using is_transparent = void;
    bool operator()(std::string_view one, std::string_view other) const { return one == other; }
};

// Use it only through nlohmann::basic_json, as its ObjectType. Adding or erasing a member invalidates
// iterators and references. Never change `first` through an iterator.
template <typename Key, typename Value, typename Ignored = std::less<Key>,
          typename Allocator = std::allocator<std::pair<const Key, Value>>>
class OrderedObject {
    static_assert(std::is_same_v<Key, std::string>);

public:
    using key_type = Key;
    using mapped_type = Value;
    using value_type = std::pair<Key, Value>; // the key is not const, so members can be moved
    using key_compare = SameKey;
    using allocator_type = std::allocator<value_type>;
    using size_type = std::size_t;
    using difference_type = std::ptrdiff_t;
    using reference = value_type&;
    using const_reference = const value_type&;
    using iterator = value_type*;
    using const_iterator = const value_type*;

    OrderedObject() = default;
    OrderedObject(std::initializer_list<value_type> members)
        : OrderedObject(members.begin(), members.end()) {}

    template <typename Iterator, typename = typename std::iterator_traits<Iterator>::iterator_category>
    OrderedObject(Iterator first, Iterator last) : OrderedObject() {
        insert(first, last);
    }

    OrderedObject(const OrderedObject& other) : OrderedObject() {
        if (other.empty()) return;
        members_ = allocator_type().allocate(other.size_);
        capacity_ = other.size_;
        std::uninitialized_copy(other.begin(), other.end(), members_);
        size_ = other.size_;
        if (other.index_ != nullptr) index_ = std::make_unique<KeyIndex>(*other.index_);
    }

    OrderedObject(OrderedObject&& other) noexcept { swap(other); }

    OrderedObject& operator=(OrderedObject other) noexcept {
        swap(other);
        return *this;
    }

    ~OrderedObject() {
        clear();
        if (members_ != nullptr) allocator_type().deallocate(members_, capacity_);
    }

    void swap(OrderedObject& other) noexcept {
        std::swap(members_, other.members_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
        std::swap(index_, other.index_);
    }

    iterator begin() { return members_; }
    iterator end() { return members_ + size_; }
    const_iterator begin() const { return members_; }
    const_iterator end() const { return members_ + size_; }
    const_iterator cbegin() const { return begin(); }
    const_iterator cend() const { return end(); }

    bool empty() const { return size_ == 0; }
    size_type size() const { return size_; }
    size_type capacity() const { return capacity_; }
    size_type max_size() const { return std::numeric_limits<std::uint32_t>::max() / 2; }

    iterator find(std::string_view key) { return members_ + position_of(key); }
    const_iterator find(std::string_view key) const { return members_ + position_of(key); }
    size_type count(std::string_view key) const { return find(key) == end() ? 0 : 1; }

    Value& at(std::string_view key) { return existing(find(key))->second; }
    const Value& at(std::string_view key) const { return existing(find(key))->second; }

    template <typename AnyKey>
    Value& operator[](AnyKey&& key) {
        return emplace(std::forward<AnyKey>(key), Value()).first->second;
    }

    // Does nothing if a member of that name exists.
    template <typename AnyKey, typename AnyValue>
    std::pair<iterator, bool> emplace(AnyKey&& key, AnyValue&& value) {
        if (const auto found = find(key); found != end()) return {found, false};
        append(Key(std::forward<AnyKey>(key)), Value(std::forward<AnyValue>(value)));
        return {end() - 1, true};
    }

    std::pair<iterator, bool> insert(const value_type& member) {
        return emplace(member.first, member.second);
    }
    std::pair<iterator, bool> insert(value_type&& member) {
        return emplace(std::move(member.first), std::move(member.second));
    }

    template <typename Iterator, typename = typename std::iterator_traits<Iterator>::iterator_category>
    void insert(Iterator first, Iterator last) {
        for (; first != last; ++first) emplace(first->first, first->second);
    }

    // Takes time in proportion to the number of members: to erase many, call erase_if once.
    size_type erase(std::string_view key) {
        const auto found = find(key);
        if (found == end()) return 0;
        erase(found);
        return 1;
    }

    iterator erase(iterator member) { return erase(member, member + 1); }

    iterator erase(iterator first, iterator last) {
        if (first != last) keep_until(std::move(last, end(), first));
        return first;
    }

    template <typename Predicate>
    void erase_if(const Predicate& is_to_go) {
        const auto kept = std::remove_if(begin(), end(), is_to_go);
        if (kept != end()) keep_until(kept);
    }

    void clear() {
        std::destroy(begin(), end());
        size_ = 0;
        index_.reset();
    }

    friend bool operator==(const OrderedObject& one, const OrderedObject& other) {
        return std::equal(one.begin(), one.end(), other.begin(), other.end());
    }

    friend bool operator<(const OrderedObject& one, const OrderedObject& other) {
        return std::lexicographical_compare(one.begin(), one.end(), other.begin(), other.end());
    }

private:
    static constexpr std::uint32_t unindexed_max = 24; // up to here a linear search is as fast

    auto keys() const {
        return [members = members_](std::uint32_t position) -> const Key& { return members[position].first; };
    }

    std::uint32_t position_of(std::string_view key) const {
        if (index_ != nullptr) return std::min(index_->find(key, keys()), size_);
        std::uint32_t position = 0;
        while (position < size_ && members_[position].first != key) ++position;
        return position;
    }

    template <typename Iterator>
    Iterator existing(Iterator found) const {
        if (found == end()) throw std::out_of_range("key not found");
        return found;
    }

    void append(Key key, Value value) {
        if (size_ == capacity_) grow();
        new (members_ + size_) value_type(std::move(key), std::move(value));
        ++size_;
        if (index_ != nullptr) index_->add(size_ - 1, keys());
        else if (size_ > unindexed_max) reindex();
    }

    void grow() {
        if (size_ == max_size()) throw std::length_error("an object with too many members");
        const std::uint32_t capacity = std::max(capacity_ * 2, std::uint32_t{1});
        value_type* const moved = allocator_type().allocate(capacity);
        std::uninitialized_move(begin(), end(), moved);
        std::destroy(begin(), end());
        if (members_ != nullptr) allocator_type().deallocate(members_, capacity_);
        members_ = moved;
        capacity_ = capacity;
    }

    void keep_until(iterator kept) {
        std::destroy(kept, end());
        size_ = static_cast<std::uint32_t>(kept - begin());
        reindex();
    }

    void reindex() {
        index_.reset();
        if (size_ <= unindexed_max) return;
        index_ = std::make_unique<KeyIndex>();
        index_->build(size_, keys());
    }

    value_type* members_ = nullptr;
    std::uint32_t size_ = 0;
    std::uint32_t capacity_ = 0;
    std::unique_ptr<KeyIndex> index_;
};

} // namespace chatmock
