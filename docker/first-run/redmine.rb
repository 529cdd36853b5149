# By `rails runner` in Redmine, each time the stack comes up; what is right stays as it is. REST on, an administrator who is not called admin/admin,
# trackers and roles if there are none, a project to begin with, and the administrator's key for the bridge's setup.
password = File.read(ENV.fetch('ADMIN_PASSWORD_FILE')).strip
language = ENV['STACK_LANGUAGE'].to_s.empty? ? 'en' : ENV['STACK_LANGUAGE']
public_url = URI(ENV.fetch('REDMINE_PUBLIC_URL'))

Redmine::DefaultData::Loader.load(language) if Redmine::DefaultData::Loader.no_data?
Setting.rest_api_enabled = '1'
if Setting.host_name == 'localhost:3000'
  default = public_url.port == public_url.default_port
  Setting.host_name = "#{public_url.host}#{":#{public_url.port}" unless default}#{public_url.path.chomp('/')}"
  Setting.protocol = public_url.scheme
end

admin = User.find_by_login('admin') || User.active.where(admin: true).first
# By login and address together setup knows them again in Mattermost.
admin.update!(mail: ENV['ADMIN_EMAIL']) if admin.mail == 'admin@example.net' && !ENV['ADMIN_EMAIL'].to_s.empty?
if User.try_to_login('admin', 'admin', false)
  admin.password = admin.password_confirmation = password
  admin.must_change_passwd = false
  admin.language = language
  admin.save!
end

if Project.none?
  project = Project.create!(name: 'Office', identifier: 'office', is_public: false, trackers: Tracker.sorted.to_a, enabled_module_names: %w[issue_tracking])
  role = Role.givable.detect { |r| r.has_permission?(:edit_project) } || Role.givable.first
  Member.create!(project: project, principal: admin, roles: [role])
end

File.write(ENV.fetch('API_KEY_FILE'), admin.api_key)
puts "Redmine: REST is on, the administrator is #{admin.login}."
