# Each time the stack comes up; what is right stays as it is. The first account that a Mattermost gets is its administrator: that one is the
# setup's own, so that people may change the password of theirs. They get the account admin, and a team.
require 'json'
require 'net/http'

BASE = URI(ENV.fetch('MATTERMOST_URL').chomp('/'))
WAIT = 300 # seconds

def call(method, path, body = nil, token = nil)
  type = { get: Net::HTTP::Get, post: Net::HTTP::Post, put: Net::HTTP::Put }.fetch(method)
  request = type.new("#{BASE.path}/api/v4#{path}", 'Content-Type' => 'application/json')
  request['Authorization'] = "Bearer #{token}" if token
  request.body = JSON.generate(body) if body
  Net::HTTP.start(BASE.host, BASE.port, use_ssl: BASE.scheme == 'https') { |http| http.request(request) }
end

def said(answer, what)
  abort "Mattermost: #{what}: #{answer.code} #{answer.body}" unless answer.is_a?(Net::HTTPSuccess)
  JSON.parse(answer.body)
end

def answering?
  call(:get, '/system/ping').is_a?(Net::HTTPSuccess)
rescue SystemCallError, SocketError, Net::OpenTimeout, Net::ReadTimeout, EOFError
  false # It is still starting.
end

def read(name)
  File.read(ENV.fetch(name)).strip
end

tries = 0
sleep 1 until answering? || (tries += 1) > WAIT
abort 'Mattermost does not answer.' if tries > WAIT

login = 'provisioner'
password = read('PROVISIONER_PASSWORD_FILE')
entered = call(:post, '/users/login', { login_id: login, password: password })
unless entered.is_a?(Net::HTTPSuccess)
  said call(:post, '/users', { username: login, password: password, email: 'provisioner@localhost.localdomain' }), 'the first account can not be made'
  entered = call(:post, '/users/login', { login_id: login, password: password })
end
me = said(entered, 'the first account is not let in')
abort 'Mattermost: there were people before us, so provisioner is no administrator.' unless me['roles'].include?('system_admin')
token = entered['Token']

found = call(:get, '/users/username/admin', nil, token)
if found.is_a?(Net::HTTPSuccess)
  admin = JSON.parse(found.body)
else
  admin = said call(:post, '/users', { username: 'admin', password: read('ADMIN_PASSWORD_FILE'), email: ENV.fetch('ADMIN_EMAIL') }, token), 'admin'
  said call(:put, "/users/#{admin['id']}/roles", { roles: 'system_user system_admin' }, token), "admin's role"
end

team = call(:get, '/teams/name/office', nil, token)
unless team.is_a?(Net::HTTPSuccess)
  made = said call(:post, '/teams', { name: 'office', display_name: 'Office', type: 'O' }, token), 'the team'
  said call(:post, "/teams/#{made['id']}/members", { team_id: made['id'], user_id: admin['id'] }, token), "admin's membership"
end
puts 'Mattermost: the administrator is admin, the team is office.'
