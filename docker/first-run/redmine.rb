# By `rails runner`, each time the stack comes up, and the first time before Redmine listens; what is right stays as it is. An administrator who is not called
# admin/admin, REST on, trackers and roles if there are none, a project to begin with, and the administrator's key for the bridge's setup.
password = File.read(ENV.fetch('ADMIN_PASSWORD_FILE')).strip
key_file = ENV.fetch('API_KEY_FILE')
language = ENV['STACK_LANGUAGE'].to_s.empty? ? 'en' : ENV['STACK_LANGUAGE']
public_url = URI(ENV.fetch('REDMINE_PUBLIC_URL'))

admin = User.find_by_login('admin') || User.active.where(admin: true).first
abort 'Redmine: it has no administrator.' unless admin
if admin.check_password?('admin')
  admin.password = admin.password_confirmation = password
  admin.must_change_passwd = false
  admin.language = language
  admin.save!
elsif !File.size?(key_file) && !admin.check_password?(password)
  # Once it has been ours, it is its owner's affair.
  abort "Redmine: somebody else has set it up, since the password of #{admin.login} is neither that of a new Redmine nor the one of this stack. " \
        'Write it into /secrets/admin_password of the service secrets, or throw away all data with down -v and begin anew: docs/install.md, "Everything".'
end

Redmine::DefaultData::Loader.load(language) if Redmine::DefaultData::Loader.no_data?
Setting.rest_api_enabled = '1'
if Setting.host_name == 'localhost:3000'
  default = public_url.port == public_url.default_port
  Setting.host_name = "#{public_url.host}#{":#{public_url.port}" unless default}#{public_url.path.chomp('/')}"
  Setting.protocol = public_url.scheme
end

# By login and address together setup knows them again in Mattermost.
admin.update!(mail: ENV['ADMIN_EMAIL']) if admin.mail == 'admin@example.net' && !ENV['ADMIN_EMAIL'].to_s.empty?

if Project.none?
  project = Project.create!(name: 'Office', identifier: 'office', is_public: false, trackers: Tracker.sorted.to_a, enabled_module_names: %w[issue_tracking])
  role = Role.givable.detect { |r| r.has_permission?(:edit_project) } || Role.givable.first
  Member.create!(project: project, principal: admin, roles: [role])
end

File.write(key_file, admin.api_key)
puts "Redmine: REST is on, the administrator is #{admin.login}."
