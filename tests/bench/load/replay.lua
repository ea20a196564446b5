-- load/replay.lua FILE (for wrk): sends the prepared requests of FILE in a circle, and prints what came of it as
-- one line of JSON. FILE is a row of records "<bytes>\n<request>".
local requests, position = {}, 0

function init(args)
    local file = assert(io.open(args[1], "rb"))
    for size in function() return file:read("*l") end do
        requests[#requests + 1] = file:read(tonumber(size))
    end
    file:close()
end

function request()
    position = position % #requests + 1
    return requests[position]
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        '{"answered":%d,"microseconds":%d,"refused":%d,"errors":%d,"p50_us":%d,"p99_us":%d}\n',
        summary.requests, summary.duration, errors.status,
        errors.connect + errors.read + errors.write + errors.timeout,
        latency:percentile(50), latency:percentile(99)))
end
