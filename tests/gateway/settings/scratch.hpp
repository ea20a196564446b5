// tests/gateway/settings/scratch.hpp: a directory of a test's own, with certificates where it needs
// them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace gateway::settings {

class Scratch {
public:
    Scratch();
    ~Scratch();
    Scratch(Scratch const&) = delete;
    Scratch& operator=(Scratch const&) = delete;

    std::string path(std::string_view name) const { return (directory_ / name).string(); }
    /// Writes the file; its path.
    std::string file(std::string_view name, std::string_view content) const;

private:
    std::filesystem::path directory_;
};

/// A key and a certificate signed by it, PEM.
struct SelfSigned {
    std::string key;
    std::string certificate;
};
SelfSigned self_signed();

}  // namespace gateway::settings
