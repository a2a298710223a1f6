#include "control/answer.hpp"

#include "http/media_type.hpp"
#include "http/writer.hpp"

#include <array>
#include <cstdio>

namespace chatmock::control {

namespace {

using http::ResponseBody;

ResponseBody::Delimiter delimiter_of(const AnswerForm& form) {
    return form.is_http_1_0 ? ResponseBody::Delimiter::close : ResponseBody::Delimiter::chunks;
}

} // namespace

std::string encode_answer(const AnswerForm& form, int status, const char* type, const std::string& body,
                          const http::Headers& headers) {
    auto text = http::encode_response_head({status, type, "", headers},
                                           {ResponseBody::Delimiter::length, body.size()}, form.headers,
                                           form.keep_alive);
    if (!form.head_only) text += body;
    return text;
}

std::string encode_error(const AnswerForm& form, const Error& error, const http::Headers& headers) {
    return encode_answer(form, http_status_of(error.code), http::json_type, to_text(to_json(error)) + "\n",
                         headers);
}

std::string encode_refusal(const AnswerForm& form, const Refusal& refusal, int status) {
    const Json error{{"error", {{"code", name_of(refusal.code)}, {"message", refusal.message}}}};
    const bool asks_for_token = refusal.code == RefusalCode::unauthorized;
    return encode_answer(form, status, http::json_type, to_text(error) + "\n",
                         asks_for_token ? http::Headers{{"WWW-Authenticate", "Bearer"}} : http::Headers());
}

Error shutting_down() { return {ErrorCode::not_ready, "the server is shutting down"}; }

Error overloaded(std::size_t max, const std::string& what) {
    return {ErrorCode::overloaded,
            "expected at most " + std::to_string(max) + " " + what + " at a time; try again"};
}

std::string encode_stream_head(const AnswerForm& form, int status, const char* type,
                               const http::Headers& headers) {
    return http::encode_response_head({status, type, "", headers}, {delimiter_of(form)}, form.headers,
                                      form.keep_alive);
}

std::string encode_piece(const AnswerForm& form, const std::string& piece) {
    if (form.is_http_1_0 || piece.empty()) return piece;
    std::array<char, 24> size{};
    std::snprintf(size.data(), size.size(), "%zx\r\n", piece.size());
    return size.data() + piece + "\r\n";
}

std::string encode_end(const AnswerForm& form) { return form.is_http_1_0 ? "" : "0\r\n\r\n"; }

ListWriter::ListWriter(core::Reply reply, bool as_lines)
    : reply_(std::move(reply)), as_lines_(as_lines || reply_.lines != nullptr) {
    list_ = reply_.lines ? reply_.lines : reply_.entries;
    if (as_lines_) return;
    frame_ = core::frame_of(reply_);
    frame_.after += "\n";
}

std::string ListWriter::next() {
    std::string piece;
    if (done_) return piece;
    if (next_ == 0) piece = frame_.before;
    while (next_ < list_->size() && piece.size() < piece_bytes) {
        if (!as_lines_ && next_ > 0) piece += ',';
        list_->append(next_++, piece);
        if (as_lines_) piece += '\n';
    }
    if (next_ < list_->size()) return piece;
    done_ = true;
    return piece + frame_.after;
}

const char* ListWriter::type() const { return as_lines_ ? http::json_lines_type : http::json_type; }

} // namespace chatmock::control
