#include "app/cli/interruption.hpp"
#include "app/command_line.hpp"
#include "app/verbs/verbs.hpp"

int main(int argc, char** argv) {
    using namespace chatmock::app;
    return run_command_line({argv + 1, argv + argc},
                            {serve, health, listen, verify, record, watch_for_interruptions});
}
