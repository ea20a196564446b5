// gateway/commands/output.hpp: where what a command writes goes.
//
//   "-"                             stdout
//   a device, a fifo, ...           what is there, written directly
//   a file, or nothing there yet    whole: a temporary beside it (behind its symbolic links), which takes its place, and
//                                   its permissions, in `keep`. What was there stays until then, and for good where it
//                                   never comes to that: half a list is worse than none, and the list that is read may
//                                   be the one that is written.
//                                   in_place: the file itself, for what must outlive a killed command
#pragma once

#include "store/model/result.hpp"

#include <ostream>
#include <string>
#include <string_view>

namespace gateway::commands {

class Output {
public:
    enum class How { whole, in_place, append };

    /// `name` may be empty: what is written goes nowhere. The problem names the file.
    static model::Result<Output> open(std::string const& name, std::ostream& out,
                                      How how = How::whole);
    ~Output();
    Output(Output&& other) noexcept;
    Output& operator=(Output&&) = delete;

    /// False: nothing more arrives there.
    bool write(std::string_view text);
    /// Whether all that was written so far is where it was to go; a temporary on the disk.
    bool flush();
    /// `flush`, and the file is there under its name.
    bool keep();
    bool is_new() const { return is_new_; }  ///< nothing was in it when it was opened

private:
    explicit Output(std::ostream* out) : out_{out} {}
    void open_temporary(std::string target);
    bool write_buffer();

    std::ostream* out_ = nullptr;
    int descriptor_ = -1;
    std::string buffer_;
    std::string temporary_;  ///< empty: written directly
    std::string target_;
    bool is_new_ = true;
    bool good_ = true;
};

/// Whether both names lead to one file; a device or stdin and stdout are none.
bool same_file(std::string const& one, std::string const& other);
/// Whether a file is the store's database, or one of those that SQLite and the gateway keep beside it.
bool is_of_store(std::string const& name, std::string const& store_url);

}  // namespace gateway::commands
