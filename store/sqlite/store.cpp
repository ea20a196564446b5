#include "store/sqlite/store.hpp"

#include "store/sqlite/migrate.hpp"
#include "store/sqlite/reader.hpp"
#include "store/sqlite/secret.hpp"
#include "store/sqlite/writer.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace store::sqlite {
namespace {

class SqliteStore final : public Store {
public:
    SqliteStore(std::string file, Options options, Secret const& secret)
        : file_{std::move(file)}, options_{options}, secret_{secret}
    {
    }

    std::unique_ptr<Writer> writer() override
    {
        return std::make_unique<SqliteWriter>(file_, options_);
    }
    std::unique_ptr<Reader> reader() override { return std::make_unique<SqliteReader>(file_); }
    Secret secret() const override { return secret_; }
    std::uint32_t schema() const override
    {
        return static_cast<std::uint32_t>(migrations().size());
    }

private:
    std::string file_;
    Options options_;
    Secret secret_;
};

// SQLite would follow the umask; its log and index files take the mode of the database.
void create_private(std::string const& file)
{
    constexpr ::mode_t owner_only = 0600;
    auto const descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, owner_only);
    if (descriptor >= 0) ::close(descriptor);
}

void find_existing(std::string const& file)
{
    if (::access(file.c_str(), F_OK) == 0) return;
    throw Unusable("store: there is no database " + file);
}

}  // namespace

std::unique_ptr<Store> open(std::string const& file, Options const& options)
try {
    if (options.must_exist) find_existing(file);
    create_private(file);
    Connection connection{file, Connection::Use::write};
    migrate(connection, file);
    return std::make_unique<SqliteStore>(file, options, read_secret(connection));
} catch (Unavailable const& unavailable) {
    // At start there is nothing to wait for: whoever starts us can mend it.
    throw Unusable(std::string{unavailable.what()} + " (" + file +
                   "); check that its folder exists, has room, and that this user may write there");
}

}  // namespace store::sqlite
