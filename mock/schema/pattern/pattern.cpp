#include "schema/pattern/pattern.hpp"

#include "base/json/fields.hpp"
#include "base/text/utf8.hpp"
#include "schema/pattern/code_points.hpp"
#include "schema/pattern/ecma_pattern.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>

namespace chatmock::schema {

namespace {

constexpr std::size_t source_bytes_max = 4000;

struct FreeCode {
    void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};
struct FreeContext {
    void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
};
struct FreeData {
    void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
};

// Counts a step per tried item of the pattern, and per few characters that it matches.
struct Meter {
    std::uint64_t left;
    std::size_t position = 0;
};

int count_step(pcre2_callout_block* block, void* data) {
    constexpr std::size_t characters_a_step = 16;
    auto& meter = *static_cast<Meter*>(data);
    const auto position = block->current_position;
    const auto moved = position > meter.position ? position - meter.position : meter.position - position;
    meter.position = position;
    const std::uint64_t steps = 1 + moved / characters_a_step;
    if (steps > meter.left) return PCRE2_ERROR_MATCHLIMIT;
    meter.left -= steps;
    return 0;
}

// One per thread, as both keep memory between matches.
struct Matcher {
    Matcher() : context(pcre2_match_context_create(nullptr)), data(pcre2_match_data_create(1, nullptr)) {
        constexpr std::uint32_t heap_kibibytes_max = 64 * 1024;
        pcre2_set_heap_limit(context.get(), heap_kibibytes_max);
    }

    std::unique_ptr<pcre2_match_context, FreeContext> context;
    std::unique_ptr<pcre2_match_data, FreeData> data;
};

thread_local Matcher matcher;

int match(const pcre2_code& code, std::string_view text, Meter& meter) {
    meter.position = 0;
    pcre2_set_callout(matcher.context.get(), count_step, &meter);
    return pcre2_match(&code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, 0,
                       matcher.data.get(), matcher.context.get());
}

bool is_ill_formed(int result) { return result <= PCRE2_ERROR_UTF8_ERR1 && result >= PCRE2_ERROR_UTF8_ERR21; }

// PCRE2 accepts only UTF-8 without lone surrogates. No pattern can name one, so it is replaced by a character
// that is neither a letter nor a space.
std::string with_surrogates_replaced(std::string_view text) {
    std::string replaced;
    while (!text.empty()) {
        const auto code_point = take_code_point(text);
        append_character(is_surrogate(code_point) ? replacement_character : code_point, replaced);
    }
    return replaced;
}

std::string message_of(int code) {
    std::array<PCRE2_UCHAR, 200> text{};
    pcre2_get_error_message(code, text.data(), text.size());
    return reinterpret_cast<const char*>(text.data());
}

Error not_understood(std::string_view source, const std::string& reason) {
    return {ErrorCode::invalid_value, "expected a regular expression (ECMA-262), got " +
                                          shown(Json(std::string(source))) + ": " + reason};
}

} // namespace

struct Pattern::Compiled {
    std::string source;
    std::unique_ptr<pcre2_code, FreeCode> code;
};

Result<Pattern> Pattern::compile(std::string_view source) {
    if (source.size() > source_bytes_max)
        return not_understood(source, "it has more than " + std::to_string(source_bytes_max) + " bytes");
    const auto translated = translate_ecma(source);
    if (!translated) return not_understood(source, translated.error().message);
    constexpr std::uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF |
                                      PCRE2_NEVER_BACKSLASH_C | PCRE2_AUTO_CALLOUT;
    int failure = 0;
    std::size_t offset = 0;
    auto compiled = std::make_shared<Compiled>();
    compiled->source = source;
    compiled->code.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(translated->data()), translated->size(),
                                       options, &failure, &offset, nullptr));
    if (!compiled->code) return not_understood(source, message_of(failure));
    return Pattern(std::move(compiled));
}

const std::string& Pattern::source() const { return compiled_->source; }

Match Pattern::search(std::string_view text, Effort& effort) const {
    constexpr std::uint64_t memory_is_kept_below =
        20000; // a match with more steps may have allocated much memory
    Meter meter{effort.pattern_steps};
    int result = match(*compiled_->code, text, meter);
    if (is_ill_formed(result)) result = match(*compiled_->code, with_surrogates_replaced(text), meter);
    if (effort.pattern_steps - meter.left > memory_is_kept_below) matcher = Matcher();
    effort.pattern_steps = meter.left;
    if (result >= 0) return Match::found;
    const bool is_limit = result == PCRE2_ERROR_MATCHLIMIT || result == PCRE2_ERROR_HEAPLIMIT ||
                          result == PCRE2_ERROR_DEPTHLIMIT || result == PCRE2_ERROR_NOMEMORY;
    return is_limit ? Match::too_costly : Match::none;
}

} // namespace chatmock::schema
