// The answers of the control port as bytes: whole, or in pieces at the reader's speed. Pure.
#pragma once

#include "control/access/refusal.hpp"
#include "control/routes.hpp"

#include <memory>
#include <string>

namespace chatmock::control {

// The parts of a request that its answer depends on.
struct AnswerForm {
    bool keep_alive = true;
    bool head_only = false;     // its method was HEAD
    bool is_http_1_0 = false;   // does not support chunks
    bool as_lines = false;      // a list is sent as JSON Lines
    http::Headers headers = {}; // of every answer to it
};

std::string encode_answer(const AnswerForm& form, int status, const char* type, const std::string& body,
                          const http::Headers& headers = {});
std::string encode_error(const AnswerForm& form, const Error& error, const http::Headers& headers = {});
std::string encode_refusal(const AnswerForm& form, const Refusal& refusal, int status);

// The error of the port itself, when it is overloaded or stopping.
Error shutting_down();
Error overloaded(std::size_t max, const std::string& what);

// The head of an answer whose body follows in pieces. Without chunks, the body ends with the connection.
std::string encode_stream_head(const AnswerForm& form, int status, const char* type,
                               const http::Headers& headers = {});

// A piece of such a body, and its end.
std::string encode_piece(const AnswerForm& form, const std::string& piece);
std::string encode_end(const AnswerForm& form);

// The body of a reply with a list, encoded while it is read. Short bodies are encoded at once.
class ListWriter {
public:
    static constexpr std::size_t piece_bytes = 64 * 1024; // without its last element

    ListWriter(core::Reply reply, bool as_lines);

    // The next piece; empty at the end.
    std::string next();
    bool is_done() const { return done_; }
    const char* type() const;
    int status() const { return reply_.status; }

private:
    core::Reply reply_;
    std::shared_ptr<const core::ReplyList> list_;
    core::ListFrame frame_; // empty for JSON Lines
    bool as_lines_;
    std::size_t next_ = 0;
    bool done_ = false;
};

} // namespace chatmock::control
