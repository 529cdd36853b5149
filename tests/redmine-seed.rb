# Run by "rails runner" inside a real Redmine: the people and projects that the suites expect. Running it again changes nothing.
# Prints the administrator's API key.

Setting.rest_api_enabled = '1'
Setting.login_required = '0'
Setting.default_language = 'en'
Setting.notified_events = []

User.current = admin = User.find_by_login('admin')
admin.update!(must_change_passwd: false, language: 'en')

def person(login, language: 'en', status: User::STATUS_ACTIVE, first: login.capitalize, last: 'Tester')
  user = User.find_by_login(login) || User.new(mail: "#{login}@example.test", password: 'Passw0rd!user')
  user.login = login
  user.assign_attributes(firstname: first, lastname: last, language: language, status: status, mail_notification: 'none')
  user.save!
  user.pref.update!(time_zone: nil)
  user
end

def role(name, permissions, **attributes)
  role = Role.find_by(name: name) || Role.new(name: name)
  role.assign_attributes({ issues_visibility: 'default', assignable: true, permissions: permissions }.merge(attributes))
  role.save!
  WorkflowRule.copy(nil, Role.find_by(name: 'Manager'), nil, role) unless WorkflowTransition.where(role_id: role.id).exists?
  role
end

def project(identifier, name, modules: %w[issue_tracking time_tracking], trackers: Tracker.sorted.to_a, parent: nil, **attributes)
  project = Project.find_by(identifier: identifier) || Project.new(identifier: identifier)
  project.status = Project::STATUS_ACTIVE
  project.assign_attributes({ name: name, is_public: true }.merge(attributes))
  project.trackers = trackers
  project.enabled_module_names = modules
  project.save!
  project.set_parent!(parent) if parent && project.parent != parent
  project
end

def member(project, user, role)
  membership = Member.find_or_initialize_by(project_id: project.id, user_id: user.id)
  membership.role_ids = [role.id]
  membership.save!
end

def custom_field(name, format, project, tracker, **attributes)
  field = IssueCustomField.find_by(name: name) || IssueCustomField.new(name: name, field_format: format)
  field.assign_attributes({ is_for_all: false, is_filter: true }.merge(attributes))
  field.projects = [project]
  field.trackers = [tracker]
  field.save!
end

alice = person('alice')
bob = person('bob')
carol = person('carol')
ivan = person('ivan', language: 'ru', first: 'Иван', last: 'Петров')
locked = person('locked', status: User::STATUS_LOCKED)

manager = Role.find_by(name: 'Manager')
developer = Role.find_by(name: 'Developer')
own = role('OwnOnly', %i[view_issues add_issues edit_own_issues add_issue_notes], issues_visibility: 'own')
viewer = role('Viewer', %i[view_issues], assignable: false)
poster = role('Poster', %i[view_issues add_issues add_issue_notes view_issue_watchers], issues_visibility: 'all')

bug = Tracker.find_by(name: 'Bug')
demo = project('demo', 'Demo', description: 'Public demo project', homepage: 'https://example.test/')
child = project('demo-child', 'Demo child', parent: demo)
secret = project('secret', 'Secret', is_public: false)
closed = project('closedp', 'Closed project')
archived = project('archived', 'Archived project')
fields = project('fields', 'Custom fields', trackers: [bug])
no_issues = project('noissues', 'No issue tracking', modules: %w[wiki])

{ alice => manager, bob => developer, ivan => manager, locked => developer }.each { |user, role| member(demo, user, role) }
{ alice => manager, bob => own, carol => viewer, ivan => poster }.each { |user, role| member(fields, user, role) }
[child, secret, closed, archived, no_issues].each { |project| member(project, alice, manager) }

IssueCategory.find_or_create_by!(project: demo, name: 'Backend') { |category| category.assigned_to = bob }
IssueCategory.find_or_create_by!(project: demo, name: 'Frontend')
Version.find_or_create_by!(project: demo, name: '1.0')
Version.find_or_create_by!(project: demo, name: '0.9') { |version| version.status = 'closed' }

custom_field('Reason', 'string', fields, bug, is_required: true, min_length: 3, max_length: 20)
custom_field('Colour', 'list', fields, bug, possible_values: %w[red green blue], multiple: true)
custom_field('Amount', 'int', fields, bug)

closed.reload.close
archived.reload.archive

puts admin.api_key
