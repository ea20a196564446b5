-- consent.lua: the consent filter a user would build in nginx: read the send, ask Redis about its recipients,
-- answer as the provider does where one has opted out. Key: "<channel>:<kind>:<address>". It judges sends to one
-- recipient and prunes nothing, keeps no journal and knows one spelling an address: less than optgate does.
local cjson = require "cjson.safe"
local redis = require "nginx.redis"

local transactional = { otp = true, notifications = true, fraud = true, security = true, customercare = true,
                        delivery = true }

local function say(status, body, id)
    ngx.status = status
    ngx.header.content_type = "application/json"
    if id then ngx.header["X-Message-Id"] = id end
    ngx.header.content_length = #body
    ngx.print(body)
    return ngx.exit(ngx.HTTP_OK)
end

local function opted_out(key)
    local store = redis:new()
    store:set_timeout(1000)
    if not store:connect(ngx.var.consent_store) then return say(503, '{"code":503}') end
    local found, problem = store:get(key)
    if problem then return say(503, '{"code":503}') end
    store:set_keepalive(60000, 64)
    return found ~= ngx.null
end

local function twilio()
    local fields = ngx.req.get_post_args()
    local kind = transactional[fields.MessageIntent] and "transactional" or "promotional"
    if type(fields.To) ~= "string" then return say(400, '{"code":21604,"status":400}') end
    if opted_out("sms:" .. kind .. ":" .. fields.To) then
        return say(400, '{"code":21610,"message":"Attempt to send to unsubscribed recipient",'
            .. '"more_info":"https://www.twilio.com/docs/errors/21610","status":400}')
    end
end

local function sendgrid()
    local send = cjson.decode(ngx.req.get_body_data() or "")
    if type(send) ~= "table" then return say(400, '{"errors":[{"message":"Bad Request"}]}') end
    local kind = "transactional"
    for _, category in ipairs(send.categories or {}) do
        if category == "marketing" then kind = "promotional" end
    end
    local address = string.lower(send.personalizations[1].to[1].email)
    if opted_out("email:" .. kind .. ":" .. address) then return say(202, "", ngx.var.request_id) end
end

ngx.req.read_body()
if string.sub(ngx.var.uri, 1, 4) == "/v3/" then return sendgrid() end
return twilio()
